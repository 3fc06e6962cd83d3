package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.OutputStore;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.cost.CostAccount;
import io.dispatchcloud.core.cost.CostSums;
import io.dispatchcloud.core.loop.Blocking;
import io.dispatchcloud.core.loop.Events;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.NotBegunException;
import io.dispatchcloud.core.loop.Timer;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.runner.StartConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All workers (section 7). Belongs to the loop: every method checks that it is called there. */
public final class WorkerPool {
  private static final Duration REVIEW_INTERVAL = Duration.ofSeconds(1);

  private final PoolState state;
  private final Roster roster;
  private final Creator creator;
  private final Reaper reaper;
  private final Listing listing;
  private final LeakSweep sweep;
  private final Killer killer;
  private final Endings endings;
  private final Runs runs;
  private final Prober prober;
  private final Viewer viewer;
  private @Nullable Timer review;
  private long commands;

  /**
   * A pool that does nothing yet.
   *
   * @param loop the loop it belongs to
   * @param settings how it works
   * @param instances where it gets instances
   * @param hosts how it talks to them
   * @param events whom it tells
   * @param outputs where all output goes; null for nowhere
   * @param secrets makes the secret of each instance: 40 random hex digits
   * @param mayAct whether something may begin now; asked on any thread
   * @param costs where what instances cost is booked
   * @param meters where what becomes of instances is counted
   * @param changed called when something changed that a pass of the scheduler should see
   */
  public WorkerPool(
      Loop loop,
      PoolSettings settings,
      InstanceSet instances,
      Hosts hosts,
      Events events,
      @Nullable OutputStore outputs,
      Supplier<String> secrets,
      BooleanSupplier mayAct,
      CostAccount costs,
      PoolMeters meters,
      Runnable changed) {
    state = new PoolState(loop, settings, instances, events, hosts, mayAct, costs, meters, changed);
    roster = new Roster(state, this::watch);
    creator = new Creator(state, roster, secrets);
    reaper = new Reaper(state);
    listing = new Listing(state, roster, reaper);
    sweep = new LeakSweep(state);
    killer = new Killer(state, roster, this::probeSoon);
    endings = new Endings(state, outputs);
    runs = new Runs(state, roster, killer, endings);
    prober = new Prober(state, runs, new Watch(state, runs));
    viewer = new Viewer(state, creator);
  }

  // The parts are made in the order in which they need each other; these two close the circle.

  private void watch(Worker worker) {
    prober.begin(worker);
  }

  private void probeSoon(Worker worker) {
    prober.soon(worker);
  }

  /** Begins to list, to probe and to shut down what is idle. */
  public void start() {
    state.loop.checkOnLoop();
    listing.begin();
    sweep.begin();
    review();
  }

  private void review() {
    if (!state.stopped) {
      // The timer first: whatever goes wrong in one review, the next one comes.
      review = state.loop.after(REVIEW_INTERVAL, this::review);
      reaper.review();
    }
  }

  /** Closes all connections and does nothing more; instances and containers stay (POOL-22). */
  public void stop() {
    state.loop.checkOnLoop();
    state.stopped = true;
    if (review != null) {
      review.cancel();
    }
    for (Worker worker : state.workers.all()) {
      worker.executor.close();
    }
  }

  /**
   * The pool as it is.
   *
   * @return an immutable view
   */
  public PoolView view() {
    state.loop.checkOnLoop();
    return viewer.view();
  }

  /**
   * How often this was told to do something: while that stays, and no event of the loop comes
   * between, so does the {@link #view}.
   *
   * @return a number that rises
   */
  public long commands() {
    state.loop.checkOnLoop();
    return commands;
  }

  /**
   * Creates an instance; it counts at once (POOL-6).
   *
   * @param type its type
   * @return false if that can't be done now
   */
  public boolean create(InstanceType type) {
    state.loop.checkOnLoop();
    commands++;
    return creator.create(type);
  }

  /**
   * Starts a container (POOL-17). It counts as running at once.
   *
   * @param id where
   * @param attempt which attempt
   * @param record blocking: records the start in the controller and tells what to run
   * @param refused told if it was certainly not started, with why; the attempt is not there then
   * @param configuration makes the runner's configuration of that
   * @return false if that instance is not ready, or is to have no work
   */
  public boolean startContainer(
      InstanceId id,
      Attempt attempt,
      Blocking<RunSpec> record,
      Consumer<Exception> refused,
      Function<RunSpec, StartConfiguration> configuration) {
    state.loop.checkOnLoop();
    commands++;
    Worker worker = state.workers.get(id);
    if (worker == null
        || !worker.state.isReady()
        || worker.behavior != IdleBehavior.RUN
        || !worker.healthy
        || worker.runs.containsKey(attempt)) {
      return false;
    }
    Run run = new Run(attempt, worker, Phase.STARTING, state.now());
    worker.add(run);
    state.settle(worker);
    runs.start(
        run,
        () -> {
          StartConfiguration what = configuration.apply(record.call());
          if (!state.mayAct.getAsBoolean()) {
            // The record took its time, and the lease with it.
            throw new NotBegunException("the lease is about to run out");
          }
          return worker.runner.start(what);
        },
        refused);
    return true;
  }

  /**
   * Tells of an attempt that a former dispatcher recorded as about to start on an instance: it may
   * run there, or may start yet.
   *
   * @param id where
   * @param attempt which attempt
   */
  public void expect(InstanceId id, Attempt attempt) {
    state.loop.checkOnLoop();
    commands++;
    Worker worker = state.workers.get(id);
    if (worker != null && !worker.runs.containsKey(attempt)) {
      runs.expect(worker, attempt);
      prober.soon(worker);
    }
  }

  /**
   * Begins to kill a container, wherever it runs (POOL-18).
   *
   * @param id which container
   * @param exceptAttempt an attempt to leave alone; 0 for none
   * @param reason why
   * @return whether it may run on any instance
   */
  public boolean killContainer(ContainerId id, long exceptAttempt, KillReason reason) {
    state.loop.checkOnLoop();
    commands++;
    boolean found = false;
    for (Worker worker : state.workers.all()) {
      for (Run run : worker.runs.values()) {
        if (run.attempt.container().equals(id)
            && run.attempt.number() != exceptAttempt
            && run.phase.mayRun()) {
          killer.kill(run, reason);
          found = true;
        }
      }
    }
    return found;
  }

  /**
   * Lets go of an attempt that has ended, in the pool and on its instance (POOL-19, POOL-23).
   *
   * @param attempt which attempt
   */
  public void forget(Attempt attempt) {
    state.loop.checkOnLoop();
    commands++;
    Run orphan = state.orphans.get(attempt);
    if (orphan != null) {
      endings.forget(orphan);
    }
    for (Worker worker : state.workers.all()) {
      Run run = worker.runs.get(attempt);
      if (run != null && !run.letGo) {
        endings.forget(run);
      }
    }
  }

  /**
   * Whether an instance is known not to exist any more: no worker, and listings long enough to be
   * believed.
   *
   * @param id which instance
   * @return true if nothing can run there
   */
  public boolean isGone(InstanceId id) {
    state.loop.checkOnLoop();
    Instant first = state.firstListingBegan;
    Instant last = state.lastListingBegan;
    return !state.workers.has(id)
        && first != null
        && last != null
        && !last.isBefore(first.plus(state.settings.goneAfter()));
  }

  /**
   * Whether an instance is known and has answered a probe of ours.
   *
   * @param id which instance
   * @return true if what runs there is known
   */
  public boolean isKnown(InstanceId id) {
    state.loop.checkOnLoop();
    Worker worker = state.workers.get(id);
    return worker != null && worker.lastAnswer != null;
  }

  /**
   * What everything has cost until now.
   *
   * @return the account
   */
  public CostReport costs() {
    state.loop.checkOnLoop();
    return state.costs();
  }

  /**
   * What everything has cost, as far as it is booked: for meters, which ask once a second.
   *
   * @param all whether to book all instances before; else some, so that each is once a minute
   * @return the sums of the account
   */
  public CostSums costSums(boolean all) {
    state.loop.checkOnLoop();
    return state.sums(all);
  }

  /**
   * When the instances were last listed.
   *
   * @return when the newest listing that succeeded began; null before the first
   */
  public @Nullable Instant listedAt() {
    state.loop.checkOnLoop();
    return state.lastListingBegan;
  }

  /**
   * Whether the instances have been listed.
   *
   * @return true after the first listing
   */
  public boolean isListed() {
    state.loop.checkOnLoop();
    return state.lastListingBegan != null;
  }

  /**
   * Shuts an instance down that has nothing to do (POOL-20).
   *
   * @param id which
   * @param why for people
   * @return false if it is not BOOTING or IDLE, or is held
   */
  public boolean shutdown(InstanceId id, String why) {
    state.loop.checkOnLoop();
    commands++;
    Worker worker = state.workers.get(id);
    boolean may =
        worker != null
            && worker.behavior != IdleBehavior.HOLD
            && !worker.hasWork()
            && (worker.state == WorkerState.BOOTING || worker.state == WorkerState.IDLE);
    if (may && worker != null) {
      reaper.shutdown(worker, why);
    }
    return may;
  }

  /**
   * Destroys an instance, whatever it does.
   *
   * @param id which
   * @param why for people
   * @return false if there is none
   */
  public boolean killInstance(InstanceId id, String why) {
    state.loop.checkOnLoop();
    commands++;
    Worker worker = state.workers.get(id);
    if (worker != null) {
      reaper.shutdown(worker, why);
    }
    return worker != null;
  }

  /**
   * Says what becomes of an instance when it has nothing to do (POOL-2); saved as its tag.
   *
   * @param id which
   * @param behavior what
   * @param why for people
   * @return false if there is none
   */
  public boolean setBehavior(InstanceId id, IdleBehavior behavior, String why) {
    state.loop.checkOnLoop();
    commands++;
    Worker worker = state.workers.get(id);
    if (worker == null) {
      return false;
    }
    worker.behavior = behavior;
    state.events.instance(
        Kind.INSTANCE_BEHAVIOR, id, worker.typeName(), behavior.word() + ": " + why);
    reaper.review(worker);
    // Not for one that this shut down at once: it has no use for tags.
    listing.saveTags(worker);
    state.changed.run();
    return true;
  }

  /**
   * Drains every instance that is not held, so that each goes as soon as nothing runs there.
   *
   * @param why for people
   */
  public void drainAll(String why) {
    state.loop.checkOnLoop();
    for (Worker worker : state.workers.all()) {
      if (worker.behavior == IdleBehavior.RUN) {
        setBehavior(worker.id, IdleBehavior.DRAIN, why);
      }
    }
  }

  /**
   * Whether no instance is left but held ones: none is being created or in doubt, and all others
   * were destroyed and are not listed any more.
   *
   * @return true if nothing costs anything any more
   */
  public boolean isEmpty() {
    state.loop.checkOnLoop();
    return state.lastListingBegan != null
        && state.pending.isEmpty()
        && state.workers.all().stream()
            .filter(worker -> worker.behavior != IdleBehavior.HOLD)
            .allMatch(WorkerPool::isDestroyed);
  }

  /** Destroyed, and not in a listing that began after that. */
  private static boolean isDestroyed(Worker worker) {
    return worker.state == WorkerState.SHUTDOWN
        && worker.destroyedAt != null
        && worker.missingLast != null
        && !worker.missingLast.isBefore(worker.destroyedAt);
  }

  /** Lists the instances now. */
  public void listNow() {
    state.loop.checkOnLoop();
    listing.begin();
  }
}
