package io.dispatchcloud.api.cloud;

import java.util.regex.Pattern;

/**
 * The name of all that one dispatcher owns at one provider; stable over restarts. It stands in tags
 * and labels, so its alphabet is narrow.
 *
 * @param value 1 to 63 characters: letters, digits, {@code . _ -}, the first a letter or a digit
 */
public record InstanceSetId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public InstanceSetId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "instance set id: '"
              + value
              + "'; expected 1 to 63 letters, digits, '.', '_' or '-', the first a letter or digit");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
