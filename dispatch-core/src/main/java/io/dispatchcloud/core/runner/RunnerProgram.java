package io.dispatchcloud.core.runner;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The runner that the dispatcher brings along: a POSIX shell program (section 6). Immutable. */
public final class RunnerProgram {
  private static final String RESOURCE = "dispatch-run";

  private final byte[] bytes;
  private final String sha256;

  private RunnerProgram(byte[] bytes) {
    this.bytes = bytes;
    try {
      this.sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /**
   * Reads the program from where this class comes from.
   *
   * @return the program
   */
  public static RunnerProgram load() {
    try (InputStream resource = RunnerProgram.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new FileNotFoundException(RESOURCE);
      }
      return new RunnerProgram(resource.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the runner that belongs to this library can't be read", e);
    }
  }

  /**
   * The program itself.
   *
   * @return a copy of its bytes
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * What tells this version from all others.
   *
   * @return the SHA-256 of its bytes, in lower-case hex
   */
  public String sha256() {
    return sha256;
  }

  /**
   * Its name on an instance (RUN-1). Several versions can live side by side.
   *
   * @return a file name
   */
  public String fileName() {
    return RESOURCE + "~" + sha256;
  }

  @Override
  public String toString() {
    return fileName();
  }
}
