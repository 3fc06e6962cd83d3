package io.dispatchcloud.server.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values by key, in the order of the file.
 *
 * @param line where it begins
 * @param entries the keys' lines and values
 */
public record YamlMap(int line, Map<String, Entry> entries) implements YamlNode {
  /**
   * A key's line and its value.
   *
   * @param line where the key stands
   * @param value the value
   */
  public record Entry(int line, YamlNode value) {}

  public YamlMap {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * The keys.
   *
   * @return the keys, in the order of the file
   */
  public List<String> keys() {
    return new ArrayList<>(entries.keySet());
  }

  /**
   * The value of a key.
   *
   * @param key the key
   * @return its value; empty if the key is not there or has nothing
   */
  public Optional<YamlNode> find(String key) {
    return Optional.ofNullable(entries.get(key))
        .map(Entry::value)
        .filter(value -> !(value instanceof YamlScalar scalar && scalar.nothing()));
  }

  /**
   * Where to point at when a key is wrong.
   *
   * @param key the key
   * @return the key's line, or the map's if it is not there
   */
  public int lineOf(String key) {
    Entry entry = entries.get(key);
    return entry == null ? line : entry.line();
  }

  @Override
  public String shape() {
    return "a map";
  }
}
