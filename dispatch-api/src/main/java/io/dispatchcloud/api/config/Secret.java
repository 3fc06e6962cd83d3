package io.dispatchcloud.api.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must not be seen: a password, a private key, a token. Its {@link #toString} is a
 * mask, so that it can stand in a record or a log line by mistake without harm; equality is
 * compared in constant time. Immutable.
 */
public final class Secret {
  /** What stands for a secret wherever its value would be shown. */
  public static final String MASK = "****";

  private final String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /**
   * Wraps a secret text.
   *
   * @param value the text itself; may be empty
   * @return the secret
   */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /**
   * The text itself. Call it where the text is used, at the last moment.
   *
   * @return the secret text
   */
  public String reveal() {
    return value;
  }

  /**
   * Tells whether there is nothing to hide.
   *
   * @return true if the text is empty
   */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
