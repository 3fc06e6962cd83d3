package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How long the containers had waited that began last, numbered from 1. Thread-safe. */
final class Latencies {
  private static final int KEPT = 4096;
  private static final double MILLIS = 1000;

  /**
   * Of those that began since some number: how many, and in seconds what half of them and all
   * stayed below.
   */
  record Summary(int count, double median, double longest, long last) {}

  private final double[] seconds = new double[KEPT];
  private long last;

  synchronized void add(Container container) {
    Instant started = container.startedAt();
    if (started != null) {
      Duration waited = Duration.between(container.createdAt(), started);
      last++;
      seconds[(int) (last % KEPT)] = Math.max(0, waited.toMillis() / MILLIS);
    }
  }

  synchronized long last() {
    return last;
  }

  synchronized Summary since(long number) {
    long first = Math.max(number + 1, Math.max(1, last - KEPT + 1));
    double[] found = new double[(int) Math.max(0, last - first + 1)];
    for (int i = 0; i < found.length; i++) {
      found[i] = seconds[(int) ((first + i) % KEPT)];
    }
    Arrays.sort(found);
    return found.length == 0
        ? new Summary(0, 0, 0, last)
        : new Summary(found.length, found[found.length / 2], found[found.length - 1], last);
  }
}
