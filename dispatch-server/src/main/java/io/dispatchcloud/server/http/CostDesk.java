package io.dispatchcloud.server.http;

import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.Management;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a dispatcher what everything has cost, once a second at the most: each answer books all
 * instances on the dispatcher's thread. Thread-safe.
 */
final class CostDesk {
  private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

  /** What was told, by whom, and when. */
  private record Told(Management by, CostReport report, long at) {}

  private final Calls calls;
  private final Turns turns;
  private final LongSupplier nanoseconds;
  private volatile @Nullable Told told;

  CostDesk(Calls calls, Turns turns, LongSupplier nanoseconds) {
    this.calls = calls;
    this.turns = turns;
    this.nanoseconds = nanoseconds;
  }

  CostReport costs() throws ProblemException {
    Management management = calls.management();
    Optional<CostReport> known = known(management);
    if (known.isPresent()) {
      return known.get();
    }
    return turns.ask(() -> asked(management));
  }

  private CostReport asked(Management management) throws ProblemException {
    Optional<CostReport> meanwhile = known(management);
    if (meanwhile.isPresent()) {
      return meanwhile.get();
    }
    CostReport report = calls.ask(Management::costs);
    told = new Told(management, report, nanoseconds.getAsLong());
    return report;
  }

  private Optional<CostReport> known(Management management) {
    Told last = told;
    return last != null && last.by() == management && nanoseconds.getAsLong() - last.at() < FRESH
        ? Optional.of(last.report())
        : Optional.empty();
  }
}
