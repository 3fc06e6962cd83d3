package io.dispatchcloud.core.scheduler;

import com.google.common.collect.Sets;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.api.queue.QueueView;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.WorkerPool;
import io.dispatchcloud.core.runner.EngineSettings;
import io.dispatchcloud.core.runner.StartConfiguration;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a pass whenever something changed: asks the mapper for a plan, carries it out, and brings
 * queue and pool together. Belongs to the loop.
 */
public final class Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

  private final SchedulerParts parts;
  private final Loop loop;
  private final ContainerQueue queue;
  private final WorkerPool pool;
  private final Mapper mapper;
  private final Planner planner;
  private final EngineSettings engine;
  private final ConcurrencyLimit limit;
  private final Operations operations;
  private final RunEvents events;
  private final Syncer syncer;
  private final Cancels cancels;
  private final BiConsumer<Plan, PoolView> publish;
  private final SchedulerSettings settings;
  private Set<ContainerId> askedFor = Set.of();
  private @Nullable StaleLockFixer fixer;
  private @Nullable Instant overloadedAt;
  private String policyFailure = "";
  private boolean draining;
  private boolean stopped;

  /**
   * A scheduler that does nothing yet.
   *
   * @param parts what it works with
   * @param settings how it works
   * @param publish is given each plan with the pool that it was made for
   */
  public Scheduler(
      SchedulerParts parts, SchedulerSettings settings, BiConsumer<Plan, PoolView> publish) {
    this.parts = parts;
    this.loop = parts.loop();
    this.queue = parts.queue();
    this.pool = parts.pool();
    this.settings = settings;
    this.engine = settings.engine();
    this.publish = publish;
    this.mapper =
        new Mapper(
            parts.sizer(),
            settings.containersPerInstanceMax(),
            settings.cancelUnsatisfiable(),
            parts.placement(),
            settings.budgets());
    this.planner = mapper.planner();
    this.limit = new ConcurrencyLimit(settings.instancesGuess(), settings.supervisorFraction());
    this.operations =
        new Operations(loop, parts.changed(), this::overloaded, parts.leadershipLost());
    this.events = new RunEvents(parts.events(), parts.sizer());
    this.cancels = new Cancels(loop, queue, operations, events, parts.changed());
    this.syncer = new Syncer(queue, pool, operations, events);
  }

  /** Unlocks what a former dispatcher left behind; the queue must have been refreshed once. */
  public void start() {
    loop.checkOnLoop();
    fixer = new StaleLockFixer(pool, loop.instant(), settings.staleLockTimeout());
    for (Container container : StaleLockFixer.neverStarted(queue.entries())) {
      container.currentAttempt().ifPresent(attempt -> unlock(attempt, UnlockReason.RECOVERY));
    }
    loop.after(settings.staleLockTimeout(), this::pass);
  }

  /** Does nothing more. */
  public void stop() {
    loop.checkOnLoop();
    stopped = true;
  }

  /** Takes no new work from now on: locks nothing, starts nothing, creates nothing. */
  public void drain() {
    loop.checkOnLoop();
    draining = true;
  }

  /**
   * What runs on workers, for the next refresh to ask for by id.
   *
   * @return the containers, sorted
   */
  public Set<ContainerId> onWorkers() {
    loop.checkOnLoop();
    return pool.containers();
  }

  /**
   * A refresh has ended.
   *
   * @param ids what it had asked for because it was on a worker
   */
  public void refreshed(Set<ContainerId> ids) {
    loop.checkOnLoop();
    askedFor = ids;
  }

  /** Makes a pass. */
  public void pass() {
    loop.checkOnLoop();
    if (stopped || fixer == null) {
      return;
    }
    QueueView view = queue.entries();
    PoolView seen = pool.view();
    long commands = pool.commands();
    Instant now = loop.instant();
    Ledger ledger = planner.look(view.entries(), seen);
    limit.observe(ledger.running(), existing(seen), seen.atQuota(), now);
    Plan plan = planner.plan(limit.limits(), draining);
    if (!plan.policyFailure().equals(policyFailure)) {
      policyFailure = plan.policyFailure();
      if (!policyFailure.isEmpty()) {
        LOG.error("The placement policy failed; the cheapest type is taken: {}", policyFailure);
      }
    }
    if (fixer.done(view, now)) {
      carryOut(plan);
    }
    // What the store can't read is not gone.
    syncer.sync(ledger, seen, view.refreshBegan(), Sets.difference(askedFor, view.unreadable()));
    cancels.carryOut();
    publish.accept(plan, pool.commands() == commands ? seen : pool.view());
    if (queue.entries().entries().size() < view.entries().size()) {
      // What was forgotten is still in what was just published.
      parts.changed().run();
    }
  }

  /**
   * Why a container is where it is, as a pass would decide now; changes nothing.
   *
   * @param id which container
   * @return what such a pass considers; empty if it is not in the queue
   */
  public Optional<Explanation> explain(ContainerId id) {
    loop.checkOnLoop();
    return mapper.explain(
        new Snapshot(queue.entries().entries(), pool.view(), limit.limits(), draining), id);
  }

  /**
   * What stands behind the statuses of a plan that was just made. Works nothing out.
   *
   * @param plan the plan
   * @param seen the pool with all that was carried out
   * @return for one who may ask later, on any thread
   */
  public Circumstances circumstances(Plan plan, PoolView seen) {
    loop.checkOnLoop();
    return new Circumstances(
        plan.statuses(), seen, limit.limits(), parts.sizer(), settings.budgets().perHour());
  }

  private static int running(QueueView view) {
    return Math.toIntExact(
        view.entries().stream()
            .filter(entry -> entry.container().state() == ContainerState.RUNNING)
            .count());
  }

  private static int existing(PoolView seen) {
    int existing = 0;
    for (WorkerView worker : seen.workers()) {
      existing += worker.id() == null ? 0 : 1;
    }
    return existing;
  }

  /** The controller said that it has too much to do. */
  public void overloaded() {
    loop.checkOnLoop();
    overloadedAt = loop.instant();
    limit.overloaded(running(queue.entries()), overloadedAt);
  }

  /**
   * Cancels a container: now, or as soon as the store can be told; then what runs of it is killed.
   *
   * @param id which container
   * @param why for people
   * @return false if it is not in the queue, or has ended
   */
  public boolean kill(ContainerId id, String why) {
    loop.checkOnLoop();
    return cancels.order(id, why);
  }

  /**
   * What a pass can't go beyond now.
   *
   * @param seen the pool
   * @return the limits
   */
  public DispatcherLimits limits(PoolView seen) {
    loop.checkOnLoop();
    Limits limits = limit.limits();
    return new DispatcherLimits(
        limits.containers(),
        limits.instances(),
        seen.atQuota(),
        seen.atCapacity(),
        seen.bootsFailing(),
        seen.bootFailuresCost(),
        settings.budgets().perHour(),
        draining,
        overloadedAt);
  }

  private void carryOut(Plan plan) {
    plan.starts().forEach(this::start);
    plan.creates().forEach(pool::create);
    plan.locks().forEach(this::lock);
    plan.unlocks().forEach(unlock -> unlock(unlock.attempt(), unlock.reason()));
    plan.shutdowns().forEach(id -> pool.shutdown(id, "room for another instance is needed"));
    plan.cancels().forEach(cancels::unsatisfiable);
  }

  private void start(Plan.Start start) {
    Attempt attempt = start.attempt();
    if (operations.busy(attempt.container()) || cancels.isOrdered(attempt.container())) {
      return;
    }
    QueueEntry entry = queue.get(attempt.container()).orElse(null);
    if (entry == null) {
      return;
    }
    Container container = entry.container();
    BigDecimal pricePerHour = events.pricePerHour(container, start.type());
    pool.startContainer(
        start.instance(),
        attempt,
        () -> queue.recordStart(attempt, start.instance(), pricePerHour),
        error -> operations.failed(attempt.container(), "start", error),
        run ->
            new StartConfiguration(
                attempt, run, container.needs(), container.labels(), start.type().name(), engine));
  }

  private void lock(ContainerId id) {
    if (operations.busy(id) || cancels.isOrdered(id)) {
      return;
    }
    operations.run(
        id,
        "lock",
        () -> queue.lock(id),
        locked ->
            locked
                .currentAttempt()
                .ifPresent(attempt -> events.attempt(Kind.CONTAINER_LOCKED, attempt, "")));
  }

  private void unlock(Attempt attempt, UnlockReason reason) {
    if (operations.busy(attempt.container())) {
      return;
    }
    operations.run(
        attempt.container(),
        "unlock",
        () -> queue.unlock(attempt, reason),
        unlocked -> events.unlocked(attempt, reason, unlocked));
  }
}
