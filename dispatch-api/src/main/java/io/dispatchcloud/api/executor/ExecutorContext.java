package io.dispatchcloud.api.executor;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.meter.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/**
 * What every executor of one dispatcher is given.
 *
 * @param privateKey the key to log in with, in OpenSSH or PEM form, unencrypted
 * @param defaultPort the port of an address that names none, 1 to 65535
 * @param limits how long and how much
 * @param threads makes every thread that the executor needs
 * @param clock the dispatcher's clock, which never goes back
 * @param meters where it counts
 */
public record ExecutorContext(
    Secret privateKey,
    int defaultPort,
    Limits limits,
    ThreadFactory threads,
    InstantSource clock,
    Meters meters) {
  public ExecutorContext {
    Objects.requireNonNull(privateKey, "privateKey");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(threads, "threads");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(meters, "meters");
    if (defaultPort < 1 || defaultPort > 65_535) {
      throw new IllegalArgumentException("defaultPort: '" + defaultPort + "'; expected 1 to 65535");
    }
  }

  /**
   * Bounds, so that no wait is for ever and no output fills the memory (SSH-6).
   *
   * @param connect how long making a connection may take, login and host key included
   * @param command how long a command without a limit of its own may take
   * @param keepAlive how often a silent peer is asked whether it lives; one that does not answer
   *     twice is dead
   * @param channels how many commands may be in flight on one connection; 1 or more
   * @param outputBytes how much of each output stream is kept; 0 or more
   */
  public record Limits(
      Duration connect, Duration command, Duration keepAlive, int channels, int outputBytes) {
    /** One minute to connect, five for a command, 6 channels, 10 MiB. */
    public static final Limits DEFAULT =
        new Limits(
            Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofSeconds(20), 6, 10 << 20);

    public Limits {
      requirePositive("connect", connect);
      requirePositive("command", command);
      requirePositive("keepAlive", keepAlive);
      if (channels < 1) {
        throw new IllegalArgumentException("channels: '" + channels + "'; expected 1 or more");
      }
      if (outputBytes < 0) {
        throw new IllegalArgumentException(
            "outputBytes: '" + outputBytes + "'; expected 0 or more");
      }
    }

    private static void requirePositive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + ": '" + value + "'; expected more than nothing");
      }
    }
  }
}
