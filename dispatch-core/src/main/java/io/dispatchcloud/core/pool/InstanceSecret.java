package io.dispatchcloud.core.pool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an instance knows and nobody else (SSH-4): 40 hex digits, kept as the numbers they stand
 * for, because there is one for each of thousands. Immutable.
 */
final class InstanceSecret {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");
  private static final HexFormat HEX = HexFormat.of();

  private final long first;
  private final long second;
  private final int third;

  private InstanceSecret(long first, long second, int third) {
    this.first = first;
    this.second = second;
    this.third = third;
  }

  /** The secret that digits stand for; null if they are not 40 lower-case hex digits. */
  static @Nullable InstanceSecret parse(String digits) {
    return FORM.matcher(digits).matches()
        ? new InstanceSecret(
            HexFormat.fromHexDigitsToLong(digits, 0, 16),
            HexFormat.fromHexDigitsToLong(digits, 16, 32),
            HexFormat.fromHexDigits(digits, 32, 40))
        : null;
  }

  /** Whether somebody who says so knows it. Takes as long for one answer as for the other. */
  boolean is(String shown) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), digits().getBytes(StandardCharsets.UTF_8));
  }

  private String digits() {
    return HEX.toHexDigits(first) + HEX.toHexDigits(second) + HEX.toHexDigits(third);
  }
}
