package io.dispatchcloud.server.yaml;

import java.util.Objects;

/**
 * A single value: a text, a number, true or false, or nothing.
 *
 * @param line where it stands
 * @param text as it was written, without quotes; empty for nothing
 * @param nothing whether nothing was given: {@code key:}, {@code null} or {@code ~}
 */
public record YamlScalar(int line, String text, boolean nothing) implements YamlNode {
  public YamlScalar {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String shape() {
    return nothing ? "nothing" : "a single value";
  }
}
