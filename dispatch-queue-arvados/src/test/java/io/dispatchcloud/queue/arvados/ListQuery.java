package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;

/** What a list's arguments mean. */
final class ListQuery {
  private ListQuery() {}

  static boolean matches(ObjectNode container, JsonNode filters) {
    for (JsonNode filter : filters) {
      JsonNode value = container.get(filter.get(0).textValue());
      JsonNode operand = filter.get(2);
      boolean holds =
          switch (filter.get(1).textValue()) {
            case "=" -> compare(value, operand) == 0;
            case ">" -> compare(value, operand) > 0;
            case "<" -> compare(value, operand) < 0;
            case "in" -> isIn(value, operand);
            default -> throw new IllegalArgumentException("operator: " + filter);
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIn(JsonNode value, JsonNode operands) {
    for (JsonNode operand : operands) {
      if (operand.equals(value)) {
        return true;
      }
    }
    return false;
  }

  /** Null is neither less, nor equal, nor more. */
  private static int compare(JsonNode value, JsonNode operand) {
    if (value.isNull()) {
      return Integer.MIN_VALUE;
    }
    if (value.isNumber()) {
      return Long.compare(value.longValue(), operand.longValue());
    }
    String left = value.textValue();
    String right = operand.textValue();
    return left.endsWith("Z")
        ? Instant.parse(left).compareTo(Instant.parse(right))
        : left.compareTo(right);
  }

  static Comparator<ObjectNode> order(JsonNode order) {
    Comparator<ObjectNode> all = Comparator.comparing(each -> "");
    for (JsonNode each : order) {
      String[] words = each.textValue().split(" ", -1);
      Comparator<ObjectNode> one =
          (left, right) -> compare(left.get(words[0]), right.get(words[0]));
      all = all.thenComparing(words.length > 1 && words[1].equals("desc") ? one.reversed() : one);
    }
    return all;
  }
}
