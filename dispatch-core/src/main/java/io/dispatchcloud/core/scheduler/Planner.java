package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.sizing.Resources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Mapper} for pass after pass: it keeps what it read of the queue and of the pool, so that
 * the next pass need only read what changed. Its plans are those that the mapper makes of the same
 * snapshots. Not thread-safe: belongs to the loop.
 */
final class Planner {
  private final Mapper mapper;
  private Intake intake;
  private @Nullable Ledger ledger;
  private @Nullable Stock stock;
  private List<WorkerView> workers = List.of();
  private @Nullable PoolView pool;

  Planner(Mapper mapper) {
    this.mapper = mapper;
    this.intake = newIntake();
  }

  private Intake newIntake() {
    Types types = new Types();
    return new Intake(mapper.sizer(), mapper.budgets(), types, new Shapes(types));
  }

  /**
   * Reads a queue and a pool.
   *
   * @return what is known of each container
   */
  Ledger look(List<QueueEntry> entries, PoolView seen) {
    pool = seen;
    if (intake.isMostlyGone()) {
      intake = newIntake();
      stock = null;
    }
    // Should this fail half way, nothing of the former stock is used for other runs.
    Stock before = stock;
    stock = null;
    ledger = null;
    Ledger read = intake.read(entries, seen.runs());
    Resources least = intake.least(read);
    boolean same =
        before != null
            && !intake.occupantsChanged()
            && before.isPlantedFor(least)
            && Stock.alike(workers, seen.workers());
    if (same) {
      stock = before;
    } else {
      stock = stock(seen, least);
    }
    // Also where nothing changed that matters here: else views that were replaced would be kept.
    workers = seen.workers();
    ledger = read;
    return read;
  }

  private Stock stock(PoolView seen, Resources least) {
    Stock next = new Stock(seen.workers(), intake.types(), mapper.containersMax());
    for (Map.Entry<ContainerId, List<RunView>> entry : seen.runs().entrySet()) {
      Resources needed = intake.occupant(entry.getKey());
      for (RunView run : entry.getValue()) {
        if (run.phase().mayRun()) {
          next.occupy(run.instance(), needed);
        }
      }
    }
    next.plant(least);
    return next;
  }

  /** Makes a plan for what was looked at. */
  Plan plan(Limits limits, boolean draining) {
    return plan(limits, draining, false, null);
  }

  /**
   * Makes the last plan.
   *
   * @param explainer writes down what is considered for one container; null for none
   */
  Plan planOnce(Limits limits, boolean draining, @Nullable Explainer explainer) {
    return plan(limits, draining, true, explainer);
  }

  private Plan plan(Limits limits, boolean draining, boolean once, @Nullable Explainer explainer) {
    if (pool == null || ledger == null || stock == null) {
      throw new IllegalStateException("nothing was looked at yet");
    }
    Places places = new Places(stock, once);
    if (once) {
      stock = null;
    }
    return mapper.pass(pool, limits, draining, intake, ledger, places, explainer);
  }
}
