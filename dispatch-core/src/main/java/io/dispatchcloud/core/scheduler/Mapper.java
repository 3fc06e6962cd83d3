package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what runs where: a function of one snapshot (section 8). It calls nothing and changes
 * nothing; the {@link Scheduler} carries its plan out. Immutable, thread-safe.
 */
final class Mapper {
  private final Sizer sizer;
  private final Budgets budgets;
  private final PlacementPolicy policy;
  private final int containersMax;
  private final boolean cancelUnsatisfiable;

  /**
   * A mapper.
   *
   * @param sizer tells what a container takes of an instance
   * @param containersMax how many containers may run on one instance; 0 for any number
   * @param cancelUnsatisfiable whether what no type fits is cancelled (TYPE-5)
   * @param policy chooses the types of new instances
   * @param budgets what may be spent
   */
  public Mapper(
      Sizer sizer,
      int containersMax,
      boolean cancelUnsatisfiable,
      PlacementPolicy policy,
      Budgets budgets) {
    this.budgets = budgets;
    this.policy = policy;
    this.sizer = sizer;
    this.containersMax = containersMax;
    this.cancelUnsatisfiable = cancelUnsatisfiable;
  }

  /** A mapper with the default policy, for tests. */
  Mapper(Sizer sizer, int containersMax, boolean cancelUnsatisfiable) {
    this(sizer, containersMax, cancelUnsatisfiable, PlacementPolicy.cheapest(), Budgets.NONE);
  }

  /**
   * Makes a plan.
   *
   * @param snapshot what there is
   * @return what to do about it, and a status for every container
   */
  public Plan plan(Snapshot snapshot) {
    return pass(snapshot, null);
  }

  /**
   * Makes the same plan once more and writes down what it considers for one container.
   *
   * @param snapshot what there is
   * @param container which container
   * @return why it is where it is; empty if it is not in the queue
   */
  public Optional<Explanation> explain(Snapshot snapshot, ContainerId container) {
    Explainer explainer = new Explainer(container, snapshot, sizer, budgets.perHour());
    return Optional.ofNullable(explainer.explanation(pass(snapshot, explainer)));
  }

  private Plan pass(Snapshot snapshot, @Nullable Explainer explainer) {
    Planner planner = planner();
    planner.look(snapshot.entries(), snapshot.pool());
    return planner.planOnce(snapshot.limits(), snapshot.draining(), explainer);
  }

  /** One that makes the same plans as this does, faster where little changes in between. */
  Planner planner() {
    return new Planner(this);
  }

  Sizer sizer() {
    return sizer;
  }

  Budgets budgets() {
    return budgets;
  }

  int containersMax() {
    return containersMax;
  }

  /** A pass over what was looked at. */
  Plan pass(
      PoolView pool,
      Limits limits,
      boolean draining,
      Intake intake,
      Ledger ledger,
      Places places,
      @Nullable Explainer explainer) {
    Supply supply = new Supply(pool);
    Seekers seekers = new Seekers(ledger, intake.shapes(), supply);
    Budget budget = new Budget(budgets.perHour(), pool.workers());
    Chooser chooser = new Chooser(policy, seekers, places, supply, budget, containersMax);
    Statuses statuses =
        new Statuses(ledger, intake.types().all(), intake.shapes().all(), budgets.perContainer());
    return new Pass(
            new Pass.Situation(
                pool,
                limits,
                draining,
                cancelUnsatisfiable,
                ledger,
                seekers,
                places,
                statuses,
                budget,
                chooser),
            explainer)
        .run();
  }
}
