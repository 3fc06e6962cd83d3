package io.dispatchcloud.api.container;

import java.util.regex.Pattern;

/**
 * A container's name (CTR-2), which can stand in a shell command, a file name and a URL.
 *
 * @param value 1 to 128 characters: letters, digits, {@code . _ -}, the first a letter or a digit
 */
public record ContainerId(String value) implements Comparable<ContainerId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public ContainerId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "container id: '"
              + value
              + "'; expected 1 to 128 letters, digits, '.', '_' or '-', the first a letter or digit");
    }
  }

  @Override
  public int compareTo(ContainerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
