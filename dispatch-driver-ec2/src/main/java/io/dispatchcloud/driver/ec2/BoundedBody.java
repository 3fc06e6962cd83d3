package io.dispatchcloud.driver.ec2;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An answer as it is read, up to what EC2 may reasonably say: the SDK keeps all of it in memory,
 * and each element of it takes a good deal more there than on the wire. The largest answer that is
 * asked for, a page of a thousand instances with fifty tags each, has some 5 MB and 400,000
 * markups.
 */
final class BoundedBody extends FilterInputStream {
  static final long MOST_BYTES = 32L << 20;
  static final long MOST_MARKUPS = 1_000_000;

  /** An error document is some hundred bytes, and its words end up in logs. */
  static final long MOST_BYTES_OF_ERROR = 64 << 10;

  private final long mostBytes;
  private long bytes;
  private long markups;

  BoundedBody(InputStream body, boolean success) {
    super(body);
    mostBytes = success ? MOST_BYTES : MOST_BYTES_OF_ERROR;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    for (int i = offset; i < offset + count; i++) {
      if (into[i] == '<') {
        markups++;
      }
    }
    bytes += Math.max(0, count);
    if (bytes > mostBytes || markups > MOST_MARKUPS) {
      throw new UnfitAnswerException(
          "an answer of more than " + mostBytes + " bytes, or " + MOST_MARKUPS + " markups");
    }
    return count;
  }

  /** Marking would let bytes be counted twice, and nobody needs it. */
  @Override
  public boolean markSupported() {
    return false;
  }
}
