package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.core.loop.NotBegunException;
import io.dispatchcloud.core.loop.Outcome;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the driver remove what creates that died half way left behind: at the start, then hourly. */
final class LeakSweep {
  private static final Logger LOG = LoggerFactory.getLogger(LeakSweep.class);
  private static final Duration EACH = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private final PoolState state;

  LeakSweep(PoolState state) {
    this.state = state;
  }

  /** Begins, if the driver leaves anything behind. */
  void begin() {
    state.instances.leakSweeper().ifPresent(this::sweep);
  }

  private void sweep(LeakSweeper sweeper) {
    if (!state.stopped) {
      state.cloud.call("sweep leaks", sweeper::sweep, outcome -> swept(sweeper, outcome));
    }
  }

  private void swept(LeakSweeper sweeper, Outcome<List<String>> outcome) {
    boolean done = outcome instanceof Outcome.Success<List<String>>;
    state.loop.after(done ? EACH : AFTER_FAILURE, () -> sweep(sweeper));
    if (outcome instanceof Outcome.Success<List<String>> success && !success.value().isEmpty()) {
      LOG.atInfo()
          .addKeyValue("removed", success.value())
          .log("Removed what creates that died half way had left behind");
    } else if (outcome instanceof Outcome.Failure<List<String>> failure
        && !(failure.error() instanceof NotBegunException)) {
      LOG.atWarn()
          .setCause(failure.error())
          .log("Looking for what creates left behind failed; trying again in ten minutes");
    }
  }
}
