package io.dispatchcloud.server.http;

import io.dispatchcloud.core.Health;
import io.dispatchcloud.core.Management;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a dispatcher how it is, once a second at the most: anyone may ask for that, and the answer
 * costs a turn on the dispatcher's thread. Thread-safe.
 */
final class Doctor {
  private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

  /** What was told, by whom, and when. */
  private record Told(Management by, Health health, long at) {}

  private final Supplier<Optional<Management>> current;
  private final LongSupplier nanoseconds;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Told told;

  Doctor(Supplier<Optional<Management>> current, LongSupplier nanoseconds) {
    this.current = current;
    this.nanoseconds = nanoseconds;
  }

  /** How the dispatcher is that is there; empty if there is none. */
  Optional<Health> health() {
    return current.get().map(this::health);
  }

  private boolean fresh(Told known) {
    return nanoseconds.getAsLong() - known.at() < FRESH;
  }

  Health health(Management management) {
    Told known = told;
    if (known != null && known.by() == management) {
      // While somebody waits for an answer, the others have the one before.
      if (fresh(known) || !asking.tryLock()) {
        return known.health();
      }
    } else {
      asking.lock();
    }
    try {
      Told meanwhile = told;
      if (meanwhile != null && meanwhile.by() == management && fresh(meanwhile)) {
        return meanwhile.health();
      }
      Health health = management.health();
      told = new Told(management, health, nanoseconds.getAsLong());
      return health;
    } finally {
      asking.unlock();
    }
  }
}
