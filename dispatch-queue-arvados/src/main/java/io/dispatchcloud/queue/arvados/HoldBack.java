package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.queue.OverloadException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps requests back for as long as a server that has too much to do asked for, a minute at most.
 * Thread-safe.
 */
final class HoldBack {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final AtomicReference<Instant> until = new AtomicReference<>(Instant.MIN);

  HoldBack(InstantSource clock) {
    this.clock = clock;
  }

  /** Refuses what must wait. */
  void check(Call call) throws OverloadException {
    Instant end = until.get();
    Instant now = clock.instant();
    // A clock that was set back far must not make us wait for long.
    if (now.isBefore(end) && now.plus(LONGEST).compareTo(end) >= 0) {
      throw new OverloadException(
          call + ": not sent; the server had too much to do, and asked to wait until " + end);
    }
  }

  /** Takes in what a Retry-After header says: seconds, or a date. What can't be read is nothing. */
  void retryAfter(String header) {
    Instant now = clock.instant();
    Instant end = endOf(header.strip(), now);
    Instant latest = now.plus(LONGEST);
    until.set(end.isAfter(latest) ? latest : end);
  }

  private static Instant endOf(String header, Instant now) {
    if (header.matches("\\d{1,9}")) {
      return now.plusSeconds(Long.parseLong(header));
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
    } catch (DateTimeParseException e) {
      return now;
    }
  }
}
