package io.dispatchcloud.api.executor;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command line for a remote shell, with what goes into its standard input. The line may be
 * logged, so no secret belongs into it: secrets go over stdin, which is never shown. Immutable.
 */
public final class Command {
  private static final byte[] NOTHING = {};

  private final String line;
  private final byte[] stdin;
  private final @Nullable Duration timeout;

  private Command(String line, byte[] stdin, @Nullable Duration timeout) {
    this.line = line;
    this.stdin = stdin;
    this.timeout = timeout;
  }

  /**
   * A command with empty input and the executor's usual time limit.
   *
   * @param line what the remote shell is given; not empty
   * @return the command
   */
  public static Command of(String line) {
    if (Objects.requireNonNull(line, "line").isBlank()) {
      throw new IllegalArgumentException("line: nothing given; expected a command line");
    }
    return new Command(line, NOTHING, null);
  }

  /**
   * The same command with input.
   *
   * @param bytes what it reads from stdin; copied
   * @return a copy
   */
  public Command withStdin(byte[] bytes) {
    return new Command(line, bytes.clone(), timeout);
  }

  /**
   * The same command with a time limit of its own.
   *
   * @param limit how long it may take, from the call to its end; positive
   * @return a copy
   */
  public Command withTimeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("timeout: '" + limit + "'; expected more than nothing");
    }
    return new Command(line, stdin, limit);
  }

  /**
   * What the remote shell is given.
   *
   * @return the line
   */
  public String line() {
    return line;
  }

  /**
   * What it reads.
   *
   * @return a copy of the bytes of stdin
   */
  public byte[] stdin() {
    return stdin.clone();
  }

  /**
   * Its own time limit.
   *
   * @return the limit, or empty for the executor's usual one
   */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  @Override
  public String toString() {
    return line + (stdin.length == 0 ? "" : " <" + stdin.length + " bytes");
  }
}
