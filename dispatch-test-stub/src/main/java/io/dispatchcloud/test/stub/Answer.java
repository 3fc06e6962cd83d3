package io.dispatchcloud.test.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** What a command on a pretended host answers. */
final class Answer {
  private final int status;
  private final byte[] stdout;

  private Answer(int status, byte[] stdout) {
    this.status = status;
    this.stdout = stdout;
  }

  /** Says nothing. */
  static Answer of(int status) {
    return new Answer(status, new byte[0]);
  }

  /** Says something, with status 0. */
  static Answer of(String stdout) {
    return of(stdout.getBytes(UTF_8));
  }

  static Answer of(byte[] stdout) {
    return new Answer(0, stdout.clone());
  }

  int status() {
    return status;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(stdout);
  }
}
