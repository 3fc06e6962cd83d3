package io.dispatchcloud.api.container;

import java.nio.charset.StandardCharsets;

/** The end of what a container wrote to one of its streams. Immutable. */
public final class OutputTail {
  /** Nothing written. */
  public static final OutputTail EMPTY = new OutputTail(new byte[0], 0);

  private final byte[] bytes;
  private final long length;

  /**
   * Made from what was kept.
   *
   * @param bytes the last bytes; copied
   * @param length how many were written in all; not less than what was kept
   */
  public OutputTail(byte[] bytes, long length) {
    if (length < bytes.length) {
      throw new IllegalArgumentException(
          "length: '" + length + "'; expected " + bytes.length + " or more");
    }
    this.bytes = bytes.clone();
    this.length = length;
  }

  /**
   * What was kept.
   *
   * @return a copy of the last bytes
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * How much was written in all.
   *
   * @return a number of bytes
   */
  public long length() {
    return length;
  }

  /**
   * The bytes that were kept, as UTF-8; what is not UTF-8 shows as U+FFFD.
   *
   * @return the text
   */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return length + " bytes";
  }
}
