package io.dispatchcloud.server.yaml;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the tree from a parser's tokens. For one document; not thread-safe. */
final class YamlTree {
  /** How many values there may be, aliases written out, so that a few lines can't mean billions. */
  private static final long MOST_VALUES = 2_000_000;

  private record Anchored(YamlNode node, long values) {}

  private final YAMLParser parser;
  private final Faults faults;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long values;
  private boolean tooMany;

  YamlTree(YAMLParser parser, Faults faults) {
    this.parser = parser;
    this.faults = faults;
  }

  /** The only document, or empty with a fault. */
  Optional<YamlNode> document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      faults.add(new Fault(1, "an empty file; expected a map with driver, containers, ..."));
      return Optional.empty();
    }
    YamlNode root = node(first, "");
    if (!tooMany && parser.nextToken() != null) {
      faults.add(new Fault(line(), "a second document; expected one"));
    }
    return faults.none() ? Optional.of(root) : Optional.empty();
  }

  private YamlNode node(JsonToken token, String path) throws IOException {
    int line = line();
    if (parser.isCurrentAlias()) {
      return alias(line, path);
    }
    String anchor = parser.getObjectId();
    long before = values++;
    YamlNode made =
        switch (token) {
          case START_OBJECT -> map(line, path);
          case START_ARRAY -> list(line, path);
          case VALUE_NULL -> new YamlScalar(line, "", true);
          default -> new YamlScalar(line, parser.getText(), false);
        };
    if (anchor != null) {
      anchors.put(anchor, new Anchored(made, values - before));
    }
    return made;
  }

  private YamlNode alias(int line, String path) throws IOException {
    Anchored anchored = anchors.get(parser.getText());
    if (anchored == null) {
      faults.add(
          Fault.value(line, path, "*" + parser.getText(), "an alias of an anchor further up"));
      return new YamlScalar(line, "", true);
    }
    values += anchored.values();
    if (values > MOST_VALUES && !tooMany) {
      tooMany = true;
      faults.add(new Fault(line, "too many values; expected at most " + MOST_VALUES));
    }
    return anchored.node();
  }

  private YamlNode map(int line, String path) throws IOException {
    Map<String, YamlMap.Entry> entries = new LinkedHashMap<>();
    while (!tooMany && required(parser.nextToken()) != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      YamlNode value = node(required(parser.nextToken()), keyPath);
      YamlMap.Entry earlier = entries.putIfAbsent(key, new YamlMap.Entry(keyLine, value));
      if (earlier != null) {
        faults.add(
            new Fault(
                keyLine,
                keyPath + ": given again; expected it once, as on line " + earlier.line()));
      }
    }
    return new YamlMap(line, entries);
  }

  private YamlNode list(int line, String path) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (!tooMany) {
      JsonToken token = required(parser.nextToken());
      if (token == JsonToken.END_ARRAY) {
        break;
      }
      items.add(node(token, path + "[" + items.size() + "]"));
    }
    return new YamlList(line, items);
  }

  private static JsonToken required(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw new IOException("the file ends in the middle of a value");
    }
    return token;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
