package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a pass leaves behind until the next one. */
public final class PassFootprint {
  private PassFootprint() {}

  /**
   * Makes a pass over a queue, with nothing in the pool and no instance to be had.
   *
   * @param entries the queue
   * @param sizer tells what a container takes of an instance
   * @return its plan, with the statuses
   */
  public static Object plan(List<QueueEntry> entries, Sizer sizer) {
    PoolView pool =
        new PoolView(
            Instant.EPOCH,
            List.of(),
            Map.of(),
            0,
            Integer.MAX_VALUE,
            false,
            Set.of(),
            Set.of(),
            BigDecimal.ZERO,
            BigDecimal.ZERO);
    return new Mapper(sizer, 0, true).plan(new Snapshot(entries, pool, Limits.NONE, false));
  }
}
