package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.QueueContext;
import io.dispatchcloud.core.cloud.DefaultTaggingInstanceSet;
import io.dispatchcloud.core.loop.GatedLoop;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.pool.Tags;
import io.dispatchcloud.core.queue.LeaseKeeper;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private @Nullable InstanceSet instances;
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
   * @param started called when it is active, or with why it can't be
   */
  void begin(Consumer<Outcome<Boolean>> started) {
    announce(DispatcherState.STARTING);
    lease.acquire(outcome -> then(outcome, started, owner -> refresh(owner, started)));
  }

  private <T> void then(Outcome<T> outcome, Consumer<Outcome<Boolean>> started, Consumer<T> next) {
    if (stopped) {
      return;
    }
    if (outcome instanceof Outcome.Success<T> success) {
      next.accept(success.value());
    } else if (outcome instanceof Outcome.Failure<T> failure) {
      announce(DispatcherState.FAILED);
      started.accept(new Outcome.Failure<>(failure.error()));
    }
  }

  private void refresh(Owner owner, Consumer<Outcome<Boolean>> started) {
    long target =
        assembly
            .config()
            .settings()
            .find(Settings.QUEUE_FETCH_TARGET)
            .orElse(Math.max(100, assembly.config().get(Settings.MAX_INSTANCES)));
    ContainerQueue queue =
        assembly
            .queues()
            .open(
                new QueueContext(
                    assembly.controller(),
                    owner,
                    container -> sizer.size(container.needs(), container.preemptible()),
                    Math.toIntExact(target),
                    loop));
    loop.<Boolean>offload(
        "first refresh of the queue",
        () -> {
          queue.update(Set.of());
          return true;
        },
        outcome -> then(outcome, started, done -> open(owner, queue, started)));
  }

  private void open(Owner owner, ContainerQueue queue, Consumer<Outcome<Boolean>> started) {
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
    loop.offload(
        "open the driver",
        () -> assembly.driver().open(context),
        outcome -> {
          if (stopped && outcome instanceof Outcome.Success<InstanceSet> late) {
            late.value().close();
          }
          then(outcome, started, set -> activate(owner, queue, set, started));
        });
  }

  private void activate(
      Owner owner, ContainerQueue queue, InstanceSet set, Consumer<Outcome<Boolean>> started) {
    instances = new DefaultTaggingInstanceSet(set, assembly.config().resourceTags());
    active =
        new Active(
            assembly,
            new GatedLoop(loop, lease::mayAct),
            sizer,
            queue,
            instances,
            owner.fence(),
            this::leaseLost,
            publish);
    active.start();
    announce(DispatcherState.ACTIVE);
    started.accept(new Outcome.Success<>(true));
  }

  private void announce(DispatcherState state) {
    publish.accept(
        new DispatcherSnapshot(loop.instant(), state, List.of(), List.of(), BigDecimal.ZERO));
  }

  private void leaseLost() {
    if (!stopped) {
      stopParts();
      announce(DispatcherState.LEASE_LOST);
    }
  }

  private Optional<Owner> stopParts() {
    stopped = true;
    if (active != null) {
      active.stop();
    }
    return lease.stop();
  }

  /**
   * Stops deciding. What is left to do may block and belongs to whoever called.
   *
   * @return closes the driver, and gives the lease back
   */
  Closing stop() {
    Owner owner = stopParts().orElse(null);
    return new Closing(assembly.controller(), owner, instances);
  }

  Optional<Active> active() {
    return stopped ? Optional.empty() : Optional.ofNullable(active);
  }
}
