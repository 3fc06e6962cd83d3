package io.dispatchcloud.api.executor;

import java.nio.charset.StandardCharsets;

/** What a command wrote to one of its streams, as far as it was kept. Immutable. */
public final class Output {
  /** Nothing written, nothing dropped. */
  public static final Output EMPTY = new Output(new byte[0], 0);

  private final byte[] bytes;
  private final long dropped;

  /**
   * Made from what was kept.
   *
   * @param bytes the first bytes of the stream; copied
   * @param dropped how many came after them, beyond the executor's bound; not negative
   */
  public Output(byte[] bytes, long dropped) {
    if (dropped < 0) {
      throw new IllegalArgumentException("dropped: '" + dropped + "'; expected 0 or more");
    }
    this.bytes = bytes.clone();
    this.dropped = dropped;
  }

  /**
   * What was kept.
   *
   * @return a copy of the bytes
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * How much was cut off at the end.
   *
   * @return a number of bytes; 0 if the output is whole
   */
  public long dropped() {
    return dropped;
  }

  /**
   * The bytes as UTF-8; what is not UTF-8 shows as U+FFFD.
   *
   * @return the text, without what was dropped
   */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes" + (dropped == 0 ? "" : " and " + dropped + " dropped");
  }
}
