package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes over a queue, with nothing in the pool and no instance to be had. */
public final class QueuePasses {
  private final Planner planner;
  private @Nullable Plan last;

  /**
   * None yet.
   *
   * @param sizer tells what a container takes of an instance
   */
  public QueuePasses(Sizer sizer) {
    planner = new Mapper(sizer, 0, true).planner();
  }

  /**
   * Makes a pass, after which somebody asks for all statuses.
   *
   * @param entries the queue
   */
  public void pass(List<QueueEntry> entries) {
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
            Outlook.CLEAR,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
    planner.look(entries, pool);
    Plan plan = planner.plan(Limits.NONE, false);
    plan.statuses().status(plan.statuses().size() - 1);
    last = plan;
  }

  /**
   * How many statuses the last pass told of.
   *
   * @return as many as there were containers
   */
  public int statuses() {
    return last == null ? 0 : last.statuses().size();
  }
}
