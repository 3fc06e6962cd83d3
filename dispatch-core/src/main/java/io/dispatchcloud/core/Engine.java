package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.QueueContext;
import io.dispatchcloud.core.cloud.Proxies;
import io.dispatchcloud.core.loop.GatedLoop;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.pool.Tags;
import io.dispatchcloud.core.queue.LeaseKeeper;
import io.dispatchcloud.core.scheduler.Budgets;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher's life on its loop, in the order that section 0 tells: lease, first refresh of the
 * queue, driver, and then it is active. Belongs to the loop.
 */
final class Engine {
  private final Assembly assembly;
  private final Loop loop;
  private final Consumer<DispatcherSnapshot> publish;
  private final LeaseKeeper lease;
  private final Sizer sizer;
  private final AtomicReference<@Nullable InstanceSet> opened = new AtomicReference<>();
  private @Nullable Consumer<Outcome<Boolean>> started;
  private @Nullable Active active;
  private boolean stopped;

  /**
   * A dispatcher that has not begun.
   *
   * @param publish is given what there is to see, after each pass and each change of state
   */
  Engine(Assembly assembly, Loop loop, Consumer<DispatcherSnapshot> publish) {
    this.assembly = assembly;
    this.loop = loop;
    this.publish = publish;
    this.sizer = sizer(assembly.config());
    this.lease =
        new LeaseKeeper(
            loop,
            assembly.controller(),
            assembly.config().instanceSetId(),
            assembly.holder(),
            this::leaseLost);
  }

  static Sizer sizer(DispatcherConfig config) {
    return new Sizer(
        config.instanceTypes(),
        new Sizer.Overheads(
            config.get(Settings.RESERVE_EXTRA_RAM),
            config.get(Settings.RAM_OVERHEAD),
            config.get(Settings.RAM_OVERHEAD_PER_VCPU)),
        config.get(Settings.MAXIMUM_PRICE_FACTOR));
  }

  /**
   * Begins.
   *
   * @param then called once: when it is active, or with why it can't be
   */
  void begin(Consumer<Outcome<Boolean>> then) {
    started = then;
    announce(DispatcherState.STARTING);
    step(() -> lease.acquire(this.<Owner>next(this::refresh)));
  }

  /** What goes on with a success, and ends the start with a failure. */
  private <T> Consumer<Outcome<T>> next(Consumer<T> next) {
    return outcome -> {
      if (stopped) {
        return;
      }
      if (outcome instanceof Outcome.Success<T> success) {
        step(() -> next.accept(success.value()));
      } else if (outcome instanceof Outcome.Failure<T> failure) {
        fail(DispatcherState.FAILED, failure.error());
      }
    };
  }

  /** A step of the start: whatever it throws is why the start failed. */
  private void step(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      fail(DispatcherState.FAILED, e);
    }
  }

  private void fail(DispatcherState state, Exception error) {
    Closing closing = stop();
    announce(state);
    loop.<Boolean>offload(
        "give up",
        () -> {
          closing.finish();
          return true;
        },
        done -> {});
    Consumer<Outcome<Boolean>> waiting = started;
    started = null;
    if (waiting != null) {
      waiting.accept(new Outcome.Failure<>(error));
    }
  }

  private void refresh(Owner owner) {
    DispatcherConfig config = assembly.config();
    long target =
        config
            .settings()
            .find(Settings.QUEUE_FETCH_TARGET)
            .orElse(Math.max(100, config.get(Settings.MAX_INSTANCES)));
    Budgets budgets = Budgets.of(config);
    ContainerQueue queue =
        assembly
            .queues()
            .open(
                new QueueContext(
                    assembly.controller(),
                    owner,
                    container -> sizer.size(container.needs(), container.preemptible()),
                    container -> !budgets.isSpentBy(container),
                    Math.toIntExact(target),
                    loop));
    loop.<Boolean>offload(
        "first refresh of the queue",
        () -> {
          queue.update(Set.of());
          return true;
        },
        next(done -> open(owner, queue)));
  }

  private void open(Owner owner, ContainerQueue queue) {
    DispatcherConfig config = assembly.config();
    Tags tags = new Tags(config.get(Settings.TAG_KEY_PREFIX), config.instanceSetId());
    DriverContext context =
        new DriverContext(
            assembly.driverParameters(),
            config.instanceSetId(),
            tags.instanceSetKey(),
            config.resourceTags(),
            System.getLogger("io.dispatchcloud.driver." + assembly.driver().name()),
            assembly.meters(),
            loop);
    loop.<InstanceSet>offload(
        "open the driver",
        () -> {
          // Kept where closing finds it, even if the loop ends before it hears of this.
          InstanceSet set = assembly.driver().open(context);
          opened.set(set);
          return set;
        },
        next(set -> activate(owner, queue, set)));
  }

  private void activate(Owner owner, ContainerQueue queue, InstanceSet set) {
    active =
        new Active(
            assembly,
            new GatedLoop(loop, lease::mayAct),
            sizer,
            queue,
            Proxies.around(
                set,
                assembly.config().resourceTags(),
                loop,
                time -> loop.execute(() -> loop.after(time, this::changed)),
                assembly.meters()),
            owner.fence(),
            lease::mayAct,
            this::leaseLost,
            publish);
    active.start();
    announce(DispatcherState.ACTIVE);
    Consumer<Outcome<Boolean>> waiting = started;
    started = null;
    if (waiting != null) {
      waiting.accept(new Outcome.Success<>(true));
    }
  }

  private void changed() {
    if (!stopped && active != null) {
      active.changed();
    }
  }

  private void announce(DispatcherState state) {
    publish.accept(DispatcherSnapshot.nothing(loop.instant(), state, BigDecimal.ZERO));
  }

  private void leaseLost() {
    if (!stopped) {
      fail(
          DispatcherState.LEASE_LOST,
          new IllegalStateException("another dispatcher has taken the lease over"));
    }
  }

  /**
   * Stops deciding. What is left to do may block and belongs to whoever called.
   *
   * @return closes the driver, and gives the lease back
   */
  Closing stop() {
    stopped = true;
    if (active != null) {
      active.stop();
    }
    Owner owner = lease.stop().orElse(null);
    return new Closing(assembly.controller(), owner, opened);
  }

  Optional<Active> active() {
    return stopped ? Optional.empty() : Optional.ofNullable(active);
  }
}
