package io.dispatchcloud.core.scheduler;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** FNV-1a over 64 bits: one number for a long text. */
final class Fnv {
  private static final long PRIME = 0x100000001b3L;

  private long hash = 0xcbf29ce484222325L;

  Fnv add(String text) {
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * PRIME;
    }
    return this;
  }

  /** Sixteen hex digits. */
  String hex() {
    return HexFormat.of().toHexDigits(hash);
  }
}
