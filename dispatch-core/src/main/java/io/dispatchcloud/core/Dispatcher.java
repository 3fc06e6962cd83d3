package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.loop.RealLoop;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs queued containers on cloud instances: picks types that fit, creates instances through a
 * driver, starts containers on them, and shuts idle instances down. Everything that it needs to
 * know is in the store and in the cloud's own tags, so it can die at any moment, and the next one
 * with the same instance set id goes on.
 *
 * <p>All methods may be called from any thread. None may be called from a {@link DispatchListener}
 * but {@link #snapshot} and {@link #state}.
 */
public final class Dispatcher implements Management, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration FOR_HEALTH = Duration.ofSeconds(5);
  private static final Duration FOR_CALLS = Duration.ofMinutes(1);

  private final Assembly assembly;
  private final InstantSource watch;
  private final Listeners listeners;
  private final DecisionHistory history = new DecisionHistory();
  private final Historian historian = new Historian(history);
  private final Object changes = new Object();
  private @Nullable RealLoop loop;
  private @Nullable Engine engine;
  private boolean closed;
  private volatile DispatcherSnapshot snapshot;

  Dispatcher(Assembly assembly, InstantSource watch) {
    this.listeners = new Listeners(assembly.listener());
    this.assembly = assembly.withListener(listeners);
    this.watch = watch;
    this.snapshot =
        DispatcherSnapshot.nothing(watch.instant(), DispatcherState.NEW, BigDecimal.ZERO);
  }

  /**
   * Begins to put a dispatcher together.
   *
   * @param config how it works
   * @return a builder for its parts
   */
  public static DispatcherBuilder builder(DispatcherConfig config) {
    return new DispatcherBuilder(config);
  }

  /**
   * Starts. Blocks until this is the active dispatcher of its instance set: while another one is,
   * that takes as long as the other one lives. {@link #close} from another thread ends the wait.
   *
   * @throws DispatcherException if the store or the provider can't be reached, or refuses; nothing
   *     was changed, and this dispatcher is of no use any more but to be closed
   * @throws InterruptedException if this thread was interrupted while waiting; close it then
   * @throws IllegalStateException if it was started or closed before
   */
  public void start() throws DispatcherException, InterruptedException {
    CompletableFuture<Outcome<Boolean>> started = new CompletableFuture<>();
    synchronized (this) {
      if (loop != null || closed) {
        throw new IllegalStateException("a dispatcher starts once; this one is " + state());
      }
      RealLoop newLoop = new RealLoop(assembly.config().instanceSetId().value());
      Engine newEngine = new Engine(assembly, newLoop, next -> publish(newLoop, next));
      loop = newLoop;
      engine = newEngine;
      newLoop.execute(() -> newEngine.begin(started::complete));
    }
    Outcome<Boolean> outcome = awaitStart(started);
    if (outcome instanceof Outcome.Failure<Boolean> failure) {
      throw new DispatcherException(
          "The dispatcher for "
              + assembly.config().instanceSetId()
              + " could not start: "
              + failure.error().getMessage(),
          failure.error());
    }
  }

  private Outcome<Boolean> awaitStart(CompletableFuture<Outcome<Boolean>> started)
      throws InterruptedException {
    synchronized (changes) {
      while (!started.isDone()) {
        // A start that fails says so itself; a close from another thread does not.
        if (state() == DispatcherState.CLOSED) {
          return new Outcome.Failure<>(new IllegalStateException("it was closed"));
        }
        TimeUnit.MILLISECONDS.timedWait(changes, 100);
      }
    }
    return started.join();
  }

  private void publish(Loop onLoop, DispatcherSnapshot next) {
    publish(next);
    if (next.state() == DispatcherState.ACTIVE) {
      historian.published(onLoop, next);
    }
  }

  private void publish(DispatcherSnapshot next) {
    synchronized (changes) {
      if (snapshot.state() != DispatcherState.CLOSED) {
        snapshot = next;
      }
      changes.notifyAll();
    }
  }

  @Override
  public DispatcherSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public Optional<InstanceSetId> instanceSet() {
    return Optional.of(assembly.config().instanceSetId());
  }

  /**
   * Where it is in its life. Never blocks.
   *
   * @return its state
   */
  public DispatcherState state() {
    return snapshot.state();
  }

  @Override
  public boolean setIdleBehavior(InstanceId id, IdleBehavior behavior, String why) {
    return call(active -> active.pool().setBehavior(id, behavior, why));
  }

  @Override
  public boolean killInstance(InstanceId id, String why) {
    return call(active -> active.pool().killInstance(id, why));
  }

  @Override
  public Optional<Explanation> explain(ContainerId id) {
    return call(active -> active.explain(id));
  }

  @Override
  public Health health() {
    if (state() != DispatcherState.ACTIVE) {
      return Checkup.other(state());
    }
    Questions<Active> questions = questions().orElse(null);
    if (questions == null) {
      return untold("it is being closed");
    }
    questions.checkElsewhere();
    try {
      return questions.ask(Active::health, FOR_HEALTH);
    } catch (NotActiveException e) {
      LOG.atDebug().setCause(e).log("The dispatcher's state changed while it was asked");
      return state() == DispatcherState.ACTIVE
          ? untold("it is being closed")
          : Checkup.other(state());
    } catch (NoAnswerException e) {
      LOG.atWarn().setCause(e).log("The dispatcher's thread gives no answer");
      return Checkup.other(state());
    } catch (IllegalStateException e) {
      LOG.atError().setCause(e).log("A bug in the dispatcher: it can't tell how it is");
      return untold("it can't tell how it is: that is a bug, see its log");
    }
  }

  /** Its thread works, and more is not known. */
  private static Health untold(String trouble) {
    return new Health(DispatcherState.ACTIVE, true, false, null, null, List.of(trouble));
  }

  @Override
  public boolean killContainer(ContainerId id, String why) {
    return call(active -> active.kill(id, why));
  }

  @Override
  public List<Decision> history(ContainerId id) {
    return history.of(id);
  }

  @Override
  public CostReport costs() {
    return call(active -> active.pool().costs()).get();
  }

  @Override
  public Subscription subscribe(DispatchListener listener) {
    return listeners.subscribe(listener);
  }

  /**
   * Takes no new work from now on, lets what runs end, and shuts each instance down when nothing
   * runs there. Held instances stay. There is no way back but a new dispatcher.
   *
   * @param atMost how long to wait for the last instance to go; it goes on after that
   * @return whether no instance is left but held ones
   * @throws InterruptedException if this thread was interrupted while waiting
   * @throws NotActiveException if this dispatcher is not active
   * @throws NoAnswerException if it gives no answer within a minute
   */
  public boolean drain(Duration atMost) throws InterruptedException {
    Instant end = watch.instant().plus(atMost);
    boolean empty =
        call(
            active -> {
              active.drain();
              return active.isEmpty();
            });
    while (!empty) {
      synchronized (changes) {
        long left = Duration.between(watch.instant(), end).toMillis();
        if (left <= 0) {
          return false;
        }
        TimeUnit.MILLISECONDS.timedWait(changes, Math.min(left, 200));
      }
      empty = call(Active::isEmpty);
    }
    return true;
  }

  private <T> T call(Function<Active, T> question) {
    return questions().orElseThrow(() -> NotActiveException.of(state())).ask(question, FOR_CALLS);
  }

  /** Empty before the start, and once it is being closed. */
  private synchronized Optional<Questions<Active>> questions() {
    return closed || engine == null || loop == null
        ? Optional.empty()
        : Optional.of(new Questions<>(loop, engine::active, this::state));
  }

  /**
   * Stops deciding, closes all connections, and gives the lease back. Instances and containers stay
   * as they are; a new dispatcher with the same instance set id goes on with them. Returns when
   * none of its threads is left. A second call does nothing.
   */
  @Override
  public void close() {
    RealLoop ending;
    Engine current;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ending = loop;
      current = engine;
    }
    if (ending != null && current != null) {
      CompletableFuture<Closing> stopped = new CompletableFuture<>();
      ending.execute(() -> stopped.complete(current.stop()));
      try {
        Closing closing = stopped.get(10, TimeUnit.SECONDS);
        closing.finish();
        ending.close();
        closing.closeDriver();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("a bug in the dispatcher: its loop does not stop", e);
      } finally {
        ending.close();
        announceClosed();
      }
    } else {
      announceClosed();
    }
  }

  private void announceClosed() {
    publish(DispatcherSnapshot.nothing(watch.instant(), DispatcherState.CLOSED, snapshot.cost()));
  }
}
