package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.Decision;
import io.dispatchcloud.core.DecisionHistory;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatchListener;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.Health;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.Management;
import io.dispatchcloud.core.NotActiveException;
import io.dispatchcloud.core.SteppedDispatcher;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private static final Duration HISTORY_EVERY = Duration.ofSeconds(1);

  private final Run run;
  private final double speed;
  private final Orders orders = new Orders();
  private final List<Listening> listeners = new CopyOnWriteArrayList<>();
  private final DecisionHistory history = new DecisionHistory();
  private final Thread thread;
  private volatile DispatcherSnapshot snapshot =
      new DispatcherSnapshot(
          Timeline.START,
          DispatcherState.STARTING,
          List.of(),
          List.of(),
          DispatcherLimits.NONE,
          BigDecimal.ZERO);
  private volatile boolean closed;
  private volatile long simulated;
  private volatile @Nullable Violation violation;

  /** One who listens, told apart from itself subscribed a second time. */
  private record Listening(DispatchListener listener, Object mark) {}

  private LiveSimulation(Simulation simulation, double speed) {
    this.run = new Run(simulation);
    this.speed = speed;
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
    run.dispatchers().tellAlso(this::tell);
    run.begin();
    long began = NANOSECONDS.getAsLong();
    long nextHistory = 0;
    try {
      while (!closed && !run.isOver()) {
        orders.carryOut();
        long allowed = (long) ((NANOSECONDS.getAsLong() - began) * speed);
        long next = run.world().time.next();
        if (next > allowed) {
          orders.await((long) (Math.min(next - allowed, TimeUnit.SECONDS.toNanos(1)) / speed) + 1);
          continue;
        }
        run.step();
        published();
        simulated = run.world().time.now();
        if (simulated >= nextHistory) {
          nextHistory = simulated + HISTORY_EVERY.toNanos();
          history.look(snapshot);
        }
      }
      violation = run.world().judge.violation();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      orders.close();
      orders.carryOut();
      run.world().strands.close();
    }
  }

  private void published() {
    DispatcherSnapshot newest = run.dispatchers().active();
    if (newest != null) {
      snapshot = newest;
    }
  }

  private void tell(DispatchEvent event) {
    listeners.forEach(each -> each.listener().onEvent(event));
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
    return orders.ask(
        () ->
            run.dispatchers()
                .leader()
                .flatMap(SteppedDispatcher::health)
                .orElse(
                    new Health(
                        DispatcherState.STARTING,
                        true,
                        false,
                        null,
                        null,
                        List.of("no simulated dispatcher is active now"))));
  }

  @Override
  public boolean setIdleBehavior(InstanceId id, IdleBehavior behavior, String why) {
    return call(dispatcher -> dispatcher.setIdleBehavior(id, behavior, why));
  }

  @Override
  public boolean killInstance(InstanceId id, String why) {
    return call(dispatcher -> dispatcher.killInstance(id, why));
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
    Listening listening = new Listening(listener, new Object());
    listeners.add(listening);
    return () -> listeners.remove(listening);
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
