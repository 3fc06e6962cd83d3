package io.dispatchcloud.server.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of those who come with a wrong token, without letting them fill it. Thread-safe.
 */
final class Strangers {
  private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
  private static final long DISTANCE = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoseconds;
  private boolean told;
  private long toldAt;
  private int untold;

  Strangers(LongSupplier nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  synchronized void came(String address) {
    untold++;
    long now = nanoseconds.getAsLong();
    if (told && now - toldAt < DISTANCE) {
      return;
    }
    LOG.atWarn()
        .addKeyValue("from", address)
        .addKeyValue("times", untold)
        .log("somebody came to the management interface with a wrong token");
    told = true;
    toldAt = now;
    untold = 0;
  }
}
