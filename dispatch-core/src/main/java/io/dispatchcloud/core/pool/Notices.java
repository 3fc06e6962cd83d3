package io.dispatchcloud.core.pool;

import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.runner.RunnerListing;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Heeds what listings pass on from the provider: that it takes an instance away, or may do so. */
final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  private final PoolState state;
  private final Roster roster;
  private final Killer killer;

  Notices(PoolState state, Roster roster, Killer killer) {
    this.state = state;
    this.roster = roster;
    this.killer = killer;
  }

  /** The provider may take an instance away, or does: nothing starts there any more. */
  void heed(Worker worker, RunnerListing listing) {
    if (listing.rebalance().isPresent() && !worker.mayBeTaken) {
      worker.mayBeTaken = true;
      roster.drainOrMarkUnhealthy(worker, "the provider may take it away");
    }
    Instant at = listing.notice().orElse(null);
    if (at != null && worker.takenAt == null) {
      LOG.atWarn()
          .addKeyValue("instance", worker.id)
          .addKeyValue("at", at)
          .log("The provider takes an instance away; telling its containers to end");
      state.events.instance(
          Kind.INSTANCE_NOTICE, worker.id, worker.typeName(), "taken away at " + at);
      roster.drainOrMarkUnhealthy(worker, "the provider takes it away at " + at);
      // Whoever sets it to run again all the same does not have containers die there.
      worker.healthy = false;
    }
    worker.takenAt = at;
  }

  /** TERM at once: so what runs there has all the time that is left. */
  void endInTime(Worker worker) {
    if (worker.takenAt != null) {
      worker.runs().forEach(run -> killer.kill(run, KillReason.INTERRUPTED));
    }
  }
}
