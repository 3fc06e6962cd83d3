package io.dispatchcloud.core;

import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.cost.CostSums;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.NotBegunException;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.loop.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the meters how things stand, off the loop: once a second, or a tenth of the time where
 * there is so much that a look takes long. Goes on by itself, for ages grow while nothing happens.
 * Does nothing where nobody wants to know. Belongs to the loop.
 */
final class Surveyor {
  private static final Logger LOG = LoggerFactory.getLogger(Surveyor.class);
  private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
  private static final int PART_OF_TIME = 10;

  private final Loop loop;
  private final boolean wanted;
  private final Costs costs;
  private final BooleanSupplier ready;
  private final Gauges gauges;
  private @Nullable Survey newest;
  private @Nullable Timer next;
  private boolean failing;
  private boolean stopped;

  /** Tells what everything has cost. */
  interface Costs {
    /**
     * Tells it.
     *
     * @param all whether all of it must be booked by now; else each part is within a minute
     */
    CostSums sums(boolean all);
  }

  /**
   * One that has told nothing.
   *
   * @param costs tells what everything has cost; asked once a look
   * @param ready tells whether the dispatcher works
   */
  Surveyor(Loop loop, Meters meters, Costs costs, BooleanSupplier ready, QueueTimes times) {
    this.loop = loop;
    this.wanted = meters != Meters.none();
    this.costs = costs;
    this.ready = ready;
    this.gauges = new Gauges(meters, times);
  }

  void start() {
    if (wanted) {
      next = loop.after(AT_MOST_EVERY, this::look);
    }
  }

  /** A pass was made; what it saw is what the next look tells of. */
  void passed(Survey survey) {
    newest = survey;
  }

  /** Who does not lead has nothing; the next one may be in another process. */
  void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
      gauges.end(costs.sums(true));
    }
  }

  private void look() {
    if (stopped) {
      return;
    }
    Survey survey = newest;
    Instant began = loop.instant();
    CostSums sums = costs.sums(false);
    boolean isReady = ready.getAsBoolean();
    loop.<Boolean>offload(
        "tell the meters",
        () -> {
          gauges.tell(survey, sums, isReady, began);
          return true;
        },
        outcome -> looked(began, outcome));
  }

  private void looked(Instant began, Outcome<Boolean> outcome) {
    if (stopped) {
      return;
    }
    Duration pause = Duration.between(began, loop.instant()).multipliedBy(PART_OF_TIME);
    next = loop.after(pause.compareTo(AT_MOST_EVERY) > 0 ? pause : AT_MOST_EVERY, this::look);
    if (outcome instanceof Outcome.Failure<Boolean> failure) {
      if (!failing && !(failure.error() instanceof NotBegunException)) {
        failing = true;
        LOG.error("Telling the meters failed; the dispatcher goes on", failure.error());
      }
    } else {
      failing = false;
    }
  }
}
