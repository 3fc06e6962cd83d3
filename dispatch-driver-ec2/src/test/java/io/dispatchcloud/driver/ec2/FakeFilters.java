package io.dispatchcloud.driver.ec2;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Filter;

/** EC2's filters: a resource must have one of the values of each; {@code *} and {@code ?} match. */
final class FakeFilters {
  private FakeFilters() {}

  /**
   * Whether a resource passes.
   *
   * @param tags the resource's
   * @param properties what it has of the filters that the action knows, by name
   */
  static boolean pass(
      List<Filter> filters, Map<String, String> tags, Map<String, List<String>> properties) {
    return filters.stream().allMatch(filter -> passes(filter, tags, properties));
  }

  private static boolean passes(
      Filter filter, Map<String, String> tags, Map<String, List<String>> properties) {
    if (filter.name().startsWith("tag:")) {
      String value = tags.get(filter.name().substring(4));
      return value != null && filter.values().stream().anyMatch(each -> matches(each, value));
    }
    List<String> values = properties.get(filter.name());
    if (values == null) {
      throw new ApiError("InvalidParameterValue", "The filter '" + filter.name() + "' is invalid");
    }
    return values.stream()
        .anyMatch(value -> filter.values().stream().anyMatch(each -> matches(each, value)));
  }

  private static boolean matches(String wanted, String value) {
    StringBuilder regex = new StringBuilder();
    Function<Character, String> literal = c -> Pattern.quote(String.valueOf(c));
    for (int i = 0; i < wanted.length(); i++) {
      char c = wanted.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '\\' -> regex.append(i + 1 < wanted.length() ? literal.apply(wanted.charAt(++i)) : "");
        default -> regex.append(literal.apply(c));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(value).matches();
  }
}
