package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Operation;
import java.time.Duration;
import java.time.InstantSource;

/** Destroys instances, also those that something else happens to just now (SET-3). Thread-safe. */
final class InstanceDestroyer {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ComputeApi api;
  private final InstantSource clock;

  InstanceDestroyer(ComputeApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /**
   * Destroys one; one that is gone or going is destroyed already.
   *
   * @throws ApiException if it was not, or is still busy with something else after a minute
   */
  void destroy(String zone, String name) throws ApiException {
    Deadline deadline = Deadline.in(clock, LIMIT);
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        Operation operation = api.delete(zone, name, deadline);
        // Whether it is gone by the deadline or only going makes no difference: listings tell.
        api.operations().awaitZonal("destroy " + name, zone, operation, deadline);
        return;
      } catch (ApiException e) {
        if (e.meaning() == Meaning.GONE) {
          return;
        }
        if (e.meaning() != Meaning.BUSY) {
          throw e;
        }
        if (isGoing(zone, name, deadline)) {
          return;
        }
        if (deadline.isOver()) {
          throw e;
        }
      }
      api.operations().pause("destroy " + name, deadline.atMost(pause));
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  /** What it is busy with may be its end. */
  private boolean isGoing(String zone, String name, Deadline deadline) throws ApiException {
    try {
      String status = api.instance(zone, name, deadline).getStatus();
      return status.equals(Instance.Status.STOPPING.name());
    } catch (ApiException e) {
      if (e.meaning() == Meaning.GONE) {
        return true;
      }
      if (!e.isTransient() || e.meaning() == Meaning.RATE_LIMIT) {
        throw e;
      }
      // Nobody can tell just now: the next round asks again.
      return false;
    }
  }
}
