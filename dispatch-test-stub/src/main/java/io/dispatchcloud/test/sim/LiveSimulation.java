package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.Decision;
import io.dispatchcloud.core.DecisionHistory;
import io.dispatchcloud.core.DispatchListener;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.Health;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.Listeners;
import io.dispatchcloud.core.Management;
import io.dispatchcloud.core.NotActiveException;
import io.dispatchcloud.core.SteppedDispatcher;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulation that goes on in the time of a clock, and can be operated meanwhile: what shows a
 * dispatcher to people can be tried, and measured, on a cloud of thousands of instances that cost
 * nothing. Like any simulation it is decided by its seed, but for when orders come. Thread-safe.
 */
public final class LiveSimulation implements Management, AutoCloseable {
  private static final LongSupplier NANOSECONDS = System::nanoTime;
  // The history is for people, who live in our time.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final int LOOK_PART_OF_TIME = 10;
  private static final Duration FOR_HEALTH = Duration.ofSeconds(5);

  private final Run run;
  private final double speed;
  private final Orders orders = new Orders();
  private final Listeners listeners = new Listeners();
  private final DecisionHistory history = new DecisionHistory();
  private final Thread thread;
  private volatile DispatcherSnapshot snapshot;
  private volatile boolean closed;
  private volatile long simulated;
  private volatile @Nullable Violation violation;

  private LiveSimulation(Simulation simulation, double speed) {
    this.run = new Run(simulation);
    this.speed = speed;
    this.snapshot = idle(DispatcherState.STARTING);
    this.thread = Executors.defaultThreadFactory().newThread(this::live);
    thread.setName("simulation");
    thread.setDaemon(true);
  }

  /**
   * Begins one, on a thread of its own.
   *
   * @param simulation what to simulate
   * @param speed how many of its seconds go by in a second of ours, at the most; more than 0
   * @return it, which is the caller's to close
   * @throws IllegalArgumentException if the speed makes no sense
   */
  public static LiveSimulation start(Simulation simulation, double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed: '" + speed + "'; expected more than 0");
    }
    LiveSimulation live = new LiveSimulation(simulation, speed);
    live.thread.start();
    return live;
  }

  private void live() {
    try {
      run.dispatchers().tellAlso(listeners);
      run.begin();
      goOn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      run.world().judge.bug("an event", e);
    } finally {
      run.end();
      violation = run.world().judge.violation();
      snapshot = idle(DispatcherState.CLOSED);
      orders.close();
      orders.carryOut();
    }
  }

  private void goOn() throws InterruptedException {
    long began = NANOSECONDS.getAsLong();
    long nextLook = began;
    while (!closed && !run.isOver()) {
      orders.carryOut();
      long elapsed = NANOSECONDS.getAsLong();
      long allowed = (long) ((elapsed - began) * speed);
      long next = run.world().time.next();
      if (next > allowed) {
        orders.await((long) (Math.min(next - allowed, TimeUnit.SECONDS.toNanos(1)) / speed) + 1);
        continue;
      }
      run.step();
      published();
      simulated = run.world().time.now();
      if (elapsed >= nextLook) {
        history.look(snapshot);
        long took = NANOSECONDS.getAsLong() - elapsed;
        nextLook = elapsed + Math.max(LOOK_EVERY.toNanos(), took * LOOK_PART_OF_TIME);
      }
    }
  }

  private void published() {
    DispatcherSnapshot newest = run.dispatchers().active();
    if (newest != null) {
      snapshot = newest;
    } else if (snapshot.state() == DispatcherState.ACTIVE) {
      snapshot = idle(DispatcherState.STARTING);
    }
  }

  /** What is to be seen while no dispatcher leads. */
  private DispatcherSnapshot idle(DispatcherState state) {
    return new DispatcherSnapshot(
        clock().instant(), state, List.of(), List.of(), DispatcherLimits.NONE, BigDecimal.ZERO);
  }

  /**
   * The simulation's time.
   *
   * @return a clock that may be read on any thread
   */
  public InstantSource clock() {
    return () -> Timeline.START.plusNanos(simulated);
  }

  /**
   * Whether it goes on.
   *
   * @return false once all containers have ended and no instance is left, a rule was broken, or it
   *     was closed
   */
  public boolean isOn() {
    return thread.isAlive();
  }

  /**
   * The rule that was broken, which ended it.
   *
   * @return empty if none was
   */
  public Optional<Violation> violation() {
    return Optional.ofNullable(violation);
  }

  private <T> T call(Function<SteppedDispatcher, T> question) {
    return orders.ask(
        () ->
            question.apply(
                run.dispatchers()
                    .leader()
                    .orElseThrow(
                        () -> new NotActiveException("no simulated dispatcher is active now"))));
  }

  @Override
  public DispatcherSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public Health health() {
    if (!isOn()) {
      return none(DispatcherState.CLOSED, false, "the simulation is over");
    }
    try {
      return orders.ask(
          () ->
              run.dispatchers()
                  .leader()
                  .flatMap(SteppedDispatcher::health)
                  .orElse(
                      none(
                          DispatcherState.STARTING, true, "no simulated dispatcher is active now")),
          FOR_HEALTH);
    } catch (IllegalStateException e) {
      return none(snapshot.state(), false, String.valueOf(e.getMessage()));
    }
  }

  private static Health none(DispatcherState state, boolean live, String trouble) {
    return new Health(state, live, false, null, null, List.of(trouble));
  }

  @Override
  public boolean setIdleBehavior(InstanceId id, IdleBehavior behavior, String why) {
    return call(
        dispatcher -> {
          boolean known = dispatcher.setIdleBehavior(id, behavior, why);
          if (known) {
            run.dispatchers().peopleSay(id, behavior);
          }
          return known;
        });
  }

  @Override
  public boolean killInstance(InstanceId id, String why) {
    return call(
        dispatcher -> {
          run.world().judge.ordered(id);
          return dispatcher.killInstance(id, why);
        });
  }

  @Override
  public boolean killContainer(ContainerId id, String why) {
    return call(
        dispatcher -> {
          run.world().judge.ordered(id);
          return dispatcher.killContainer(id, why);
        });
  }

  @Override
  public Optional<Explanation> explain(ContainerId id) {
    return call(dispatcher -> dispatcher.explain(id));
  }

  @Override
  public List<Decision> history(ContainerId id) {
    return history.of(id);
  }

  @Override
  public CostReport costs() {
    return call(dispatcher -> dispatcher.costs().orElseThrow());
  }

  @Override
  public Subscription subscribe(DispatchListener listener) {
    return listeners.subscribe(listener);
  }

  /** Ends it; returns when its thread has ended. */
  @Override
  public void close() {
    closed = true;
    orders.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
