package io.dispatchcloud.driver.gce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says, up to what Compute Engine may reasonably say: it is kept in memory, and so
 * is each value that is read from it, which takes a good deal more there than on the wire.
 */
final class AnswerBody {
  /** A page of 500 instances, each with an init command of 100 kB. */
  static final int MOST_BYTES = 64 << 20;

  /** Such a page has some 150,000. */
  static final int MOST_VALUES = 1_000_000;

  /** Of a failure, only codes and a message are of interest. */
  static final int MOST_BYTES_OF_FAILURE = 64 << 10;

  private static final int PIECE = 16 << 10;

  private int values;
  private boolean inText;
  private boolean escaped;

  private AnswerBody() {}

  /**
   * Reads all of it.
   *
   * @throws IOException if it can't be read, or there is too much of it
   */
  static byte[] ofSuccess(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    AnswerBody body = new AnswerBody();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    InputStream in = entity.getContent();
    byte[] piece = new byte[PIECE];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      read.write(piece, 0, count);
      body.count(piece, count);
      if (read.size() > MOST_BYTES || body.values > MOST_VALUES) {
        throw new IOException(
            "there are more than " + MOST_BYTES + " bytes, or " + MOST_VALUES + " values, of it");
      }
    }
    return read.toByteArray();
  }

  /** Reads the beginning; the rest is of no interest. */
  static byte[] ofFailure(@Nullable HttpEntity entity) throws IOException {
    return entity == null ? new byte[0] : entity.getContent().readNBytes(MOST_BYTES_OF_FAILURE);
  }

  /** Each value of JSON but the first begins after one of these, outside of texts. */
  private void count(byte[] piece, int length) {
    for (int i = 0; i < length; i++) {
      if (escaped) {
        escaped = false;
      } else if (piece[i] == '"') {
        inText = !inText;
      } else if (inText) {
        escaped = piece[i] == '\\';
      } else if (piece[i] == ',' || piece[i] == '[' || piece[i] == '{') {
        values++;
      }
    }
  }
}
