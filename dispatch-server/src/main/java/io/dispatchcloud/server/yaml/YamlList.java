package io.dispatchcloud.server.yaml;

import java.util.List;

/**
 * Values in order.
 *
 * @param line where it begins
 * @param items the values
 */
public record YamlList(int line, List<YamlNode> items) implements YamlNode {
  public YamlList {
    items = List.copyOf(items);
  }

  @Override
  public String shape() {
    return "a list";
  }
}
