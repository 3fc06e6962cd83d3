package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.OverloadException;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.cost.CostAccount;
import io.dispatchcloud.core.loop.Events;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.loop.Timer;
import io.dispatchcloud.core.pool.PoolMeters;
import io.dispatchcloud.core.pool.PoolParts;
import io.dispatchcloud.core.pool.PoolSettings;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.WorkerPool;
import io.dispatchcloud.core.scheduler.Plan;
import io.dispatchcloud.core.scheduler.Scheduler;
import io.dispatchcloud.core.scheduler.SchedulerParts;
import io.dispatchcloud.core.scheduler.SchedulerSettings;
import io.dispatchcloud.core.sizing.Sizer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dispatcher that is the active one: refreshes, passes, and draining. Belongs to the loop. */
final class Active {
  private static final Logger LOG = LoggerFactory.getLogger(Active.class);
  private static final Duration LIST_WHILE_DRAINING = Duration.ofSeconds(1);
  private static final int SECRET_BYTES = 20;

  private final Assembly assembly;
  private final Loop loop;
  private final ContainerQueue queue;
  private final Consumer<DispatcherSnapshot> publish;
  private final WorkerPool pool;
  private final Scheduler scheduler;
  private final Duration pollInterval;
  private final BooleanSupplier mayAct;
  private final Subscription subscription;
  private final Surveyor surveyor;
  private @Nullable Timer nextPoll;
  private final Pace pace = new Pace();
  // When it began to lead; the queue had just been read then.
  private final Instant since;
  private Instant refreshedAt;
  private boolean passPlanned;
  // Since when something waits for a pass that comes to its end.
  private @Nullable Instant waitingSince;
  private boolean refreshing;
  private boolean refreshAgain;
  private boolean draining;
  private boolean stopped;

  /**
   * Puts the parts together.
   *
   * @param loop where blocking work may begin while the lease lasts
   * @param mayAct whether it lasts; asked on any thread
   * @param queue refreshed once
   */
  Active(
      Assembly assembly,
      Loop loop,
      Sizer sizer,
      ContainerQueue queue,
      InstanceSet instances,
      long fence,
      BooleanSupplier mayAct,
      Runnable leadershipLost,
      Consumer<DispatcherSnapshot> publish) {
    this.assembly = assembly;
    this.loop = loop;
    this.queue = queue;
    this.publish = publish;
    this.mayAct = mayAct;
    this.pollInterval = assembly.config().get(Settings.POLL_INTERVAL);
    this.since = loop.instant();
    this.refreshedAt = since;
    QueueTimes times = new QueueTimes(queue::get, loop, assembly.meters());
    Events events = new Events(loop, times.before(assembly.listener()));
    PoolSettings settings =
        PoolSettings.of(assembly.config(), instances.hostProfile(), assembly.publicKey());
    this.pool =
        new WorkerPool(
            new PoolParts(
                loop,
                instances,
                HostAccess.of(assembly, loop, settings.host(), fence),
                events,
                assembly.outputs(),
                this::secret,
                mayAct,
                new CostAccount(since, new Shares(queue, sizer)::of),
                new PoolMeters(assembly.meters(), times::started),
                this::changed),
            settings);
    this.scheduler =
        new Scheduler(
            new SchedulerParts(
                loop,
                queue,
                pool,
                sizer,
                assembly.placement(),
                events,
                this::changed,
                leadershipLost),
            SchedulerSettings.of(assembly.config()),
            this::publish);
    this.surveyor = new Surveyor(loop, assembly.meters(), pool::costSums, this::isReady, times);
    this.subscription = queue.onChange(() -> loop.execute(this::refresh));
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    loop.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  void start() {
    pool.start();
    scheduler.start();
    surveyor.start();
    nextPoll = loop.after(pollInterval, this::refresh);
    changed();
  }

  /** Closes connections and does nothing more; instances and containers stay. */
  void stop() {
    stopped = true;
    subscription.close();
    scheduler.stop();
    surveyor.stop();
    pool.stop();
    queue.close();
  }

  WorkerPool pool() {
    return pool;
  }

  /** Something changed: a pass comes soon. */
  void changed() {
    if (!passPlanned && !stopped) {
      passPlanned = true;
      waitingSince = waitingSince == null ? loop.instant() : waitingSince;
      loop.after(pace.untilNextPass(loop.instant()), this::pass);
    }
  }

  private void pass() {
    passPlanned = false;
    if (stopped) {
      return;
    }
    if (draining) {
      pool.drainAll("the dispatcher is being drained");
    }
    Instant began = loop.instant();
    scheduler.pass();
    // What changes during a pass plans the next one.
    waitingSince = passPlanned ? began : null;
    Metric.SCHEDULER_PASS.time(assembly.meters(), Duration.between(began, loop.instant()));
  }

  private void publish(Plan plan, PoolView seen) {
    pace.passed(loop.instant(), seen.workers().size() + seen.runs().size());
    DispatcherLimits limits = scheduler.limits(seen);
    surveyor.passed(new Survey(seen.at(), seen.workers(), plan.statuses(), limits));
    publish.accept(
        new DispatcherSnapshot(
            seen.at(),
            DispatcherState.ACTIVE,
            seen.workers(),
            new ContainerViews(scheduler.circumstances(plan, seen)),
            limits,
            seen.cost()));
  }

  Health health() {
    return health(scheduler.limits(pool.view()));
  }

  private Health health(DispatcherLimits limits) {
    return Checkup.active(
        assembly.config(),
        new Checkup.Signs(
            loop.instant(),
            since,
            refreshedAt,
            pool.listedAt(),
            waitingSince,
            mayAct.getAsBoolean()),
        limits);
  }

  private boolean isReady() {
    // Limits only add to what there is to tell, and a view of the pool for them costs something.
    return health(DispatcherLimits.NONE).ready();
  }

  boolean kill(ContainerId id, String why) {
    return scheduler.kill(id, why);
  }

  Optional<Explanation> explain(ContainerId id) {
    return scheduler.explain(id);
  }

  // The queue.

  private void refresh() {
    if (stopped) {
      return;
    }
    if (refreshing) {
      refreshAgain = true;
      return;
    }
    Set<ContainerId> onWorkers = scheduler.onWorkers();
    refreshing = true;
    if (nextPoll != null) {
      nextPoll.cancel();
    }
    Instant began = loop.instant();
    loop.<Boolean>offload(
        "refresh the queue",
        () -> {
          queue.update(onWorkers);
          return true;
        },
        outcome -> refreshed(began, onWorkers, outcome));
  }

  private void refreshed(Instant began, Set<ContainerId> onWorkers, Outcome<Boolean> outcome) {
    refreshing = false;
    if (outcome instanceof Outcome.Failure<Boolean> failure) {
      if (failure.error() instanceof OverloadException) {
        scheduler.overloaded();
      }
      LOG.warn("Refreshing the queue failed; trying again later", failure.error());
    } else {
      refreshedAt = began;
      scheduler.refreshed(onWorkers);
      changed();
    }
    // A break as long as the last one took, at the least: a slow store is not asked all the time.
    Duration took = Duration.between(began, loop.instant());
    Duration pause = took.compareTo(pollInterval) > 0 ? took : pollInterval;
    nextPoll = loop.after(refreshAgain ? took : pause, this::refresh);
    refreshAgain = false;
  }

  // Draining.

  void drain() {
    if (!draining) {
      draining = true;
      scheduler.drain();
      listUntilEmpty();
    }
    changed();
  }

  private void listUntilEmpty() {
    if (!stopped && !pool.isEmpty()) {
      pool.listNow();
      loop.after(LIST_WHILE_DRAINING, this::listUntilEmpty);
    }
  }

  boolean isEmpty() {
    return pool.isEmpty();
  }
}
