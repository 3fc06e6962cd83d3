package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.cost.CostSums;
import io.dispatchcloud.core.loop.Blocking;
import io.dispatchcloud.core.runner.StartConfiguration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All workers (section 7): the door to the parts that look after them. Belongs to the loop: every
 * method checks that it is called there.
 */
public final class WorkerPool {
  private final PoolState state;
  private final Wiring wiring;
  private long commands;

  /**
   * A pool that does nothing yet.
   *
   * @param parts what it works with
   * @param settings how it works
   */
  public WorkerPool(PoolParts parts, PoolSettings settings) {
    wiring = new Wiring(parts, settings);
    state = wiring.state;
  }

  /** Begins to list, to probe and to shut down what is idle. */
  public void start() {
    state.loop.checkOnLoop();
    wiring.start();
  }

  /** Closes all connections and does nothing more; instances and containers stay (POOL-22). */
  public void stop() {
    state.loop.checkOnLoop();
    wiring.stop();
  }

  // What it answers.

  /**
   * The pool as it is.
   *
   * @return an immutable view
   */
  public PoolView view() {
    state.loop.checkOnLoop();
    return wiring.viewer.view();
  }

  /**
   * What runs on instances, has ended there, or was there when they went, until it is forgotten.
   *
   * @return the containers, sorted
   */
  public Set<ContainerId> containers() {
    state.loop.checkOnLoop();
    return wiring.knowledge.containers();
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
   * Whether an instance is known not to exist any more: no worker, and listings long enough to be
   * believed.
   *
   * @param id which instance
   * @return true if nothing can run there
   */
  public boolean isGone(InstanceId id) {
    state.loop.checkOnLoop();
    return wiring.knowledge.isGone(id);
  }

  /**
   * Whether an instance is known and has answered a probe of ours.
   *
   * @param id which instance
   * @return true if what runs there is known
   */
  public boolean isKnown(InstanceId id) {
    state.loop.checkOnLoop();
    return wiring.knowledge.isKnown(id);
  }

  /**
   * What everything has cost until now.
   *
   * @return makes a report of it, on any thread: that takes longer than to write down what is in it
   */
  public Supplier<CostReport> costs() {
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
   * Whether no instance is left but held ones: none is being created or in doubt, and all others
   * were destroyed and are not listed any more.
   *
   * @return true if nothing costs anything any more
   */
  public boolean isEmpty() {
    state.loop.checkOnLoop();
    return wiring.knowledge.isEmpty();
  }

  // What it is told.

  private void told() {
    state.loop.checkOnLoop();
    commands++;
  }

  /**
   * Creates an instance; it counts at once (POOL-6).
   *
   * @param type its type
   * @return false if that can't be done now
   */
  public boolean create(InstanceType type) {
    told();
    return wiring.creator.create(type);
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
    told();
    return wiring.attempts.start(id, attempt, record, refused, configuration);
  }

  /**
   * Tells of an attempt that a former dispatcher recorded as about to start on an instance: it may
   * run there, or may start yet.
   *
   * @param id where
   * @param attempt which attempt
   */
  public void expect(InstanceId id, Attempt attempt) {
    told();
    wiring.attempts.expect(id, attempt);
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
    told();
    return wiring.attempts.kill(id, exceptAttempt, reason);
  }

  /**
   * Lets go of an attempt that has ended, in the pool and on its instance (POOL-19, POOL-23).
   *
   * @param attempt which attempt
   */
  public void forget(Attempt attempt) {
    told();
    wiring.attempts.forget(attempt);
  }

  /**
   * Shuts an instance down that has nothing to do (POOL-20).
   *
   * @param id which
   * @param why for people
   * @return false if it is not BOOTING or IDLE, or is held
   */
  public boolean shutdown(InstanceId id, String why) {
    told();
    return wiring.orders.shutdown(id, why);
  }

  /**
   * Destroys an instance, whatever it does.
   *
   * @param id which
   * @param why for people
   * @return false if there is none
   */
  public boolean killInstance(InstanceId id, String why) {
    told();
    return wiring.orders.kill(id, why);
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
    told();
    return wiring.orders.setBehavior(id, behavior, why);
  }

  /**
   * Drains every instance that is not held, so that each goes as soon as nothing runs there.
   *
   * @param why for people
   */
  public void drainAll(String why) {
    told();
    wiring.orders.drainAll(why);
  }

  /** Lists the instances now. */
  public void listNow() {
    state.loop.checkOnLoop();
    wiring.listing.begin();
  }
}
