package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
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

/**
 * Runs queued containers on cloud instances: picks types that fit, creates instances through a
 * driver, starts containers on them, and shuts idle instances down. Everything that it needs to
 * know is in the store and in the cloud's own tags, so it can die at any moment, and the next one
 * with the same instance set id goes on.
 *
 * <p>All methods may be called from any thread. None may be called from a {@link DispatchListener}
 * but {@link #snapshot} and {@link #state}.
 */
public final class Dispatcher implements AutoCloseable {
  private final Assembly assembly;
  private final InstantSource watch;
  private final Object changes = new Object();
  private @Nullable RealLoop loop;
  private @Nullable Engine engine;
  private boolean closed;
  private volatile DispatcherSnapshot snapshot;

  Dispatcher(Assembly assembly, InstantSource watch) {
    this.assembly = assembly;
    this.watch = watch;
    this.snapshot =
        new DispatcherSnapshot(
            watch.instant(), DispatcherState.NEW, List.of(), List.of(), BigDecimal.ZERO);
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
      Engine newEngine = new Engine(assembly, newLoop, this::publish);
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

  private void publish(DispatcherSnapshot next) {
    synchronized (changes) {
      if (snapshot.state() != DispatcherState.CLOSED) {
        snapshot = next;
      }
      changes.notifyAll();
    }
  }

  /**
   * What it knew after its last pass. Never blocks.
   *
   * @return an immutable snapshot
   */
  public DispatcherSnapshot snapshot() {
    return snapshot;
  }

  /**
   * Where it is in its life. Never blocks.
   *
   * @return its state
   */
  public DispatcherState state() {
    return snapshot.state();
  }

  /**
   * Says what becomes of an instance when it has nothing to do (POOL-2).
   *
   * @param id which instance
   * @param behavior what becomes of it
   * @param why for people who read the log
   * @return false if there is no such instance
   * @throws IllegalStateException if this dispatcher is not active
   */
  public boolean setIdleBehavior(InstanceId id, IdleBehavior behavior, String why) {
    return call(active -> active.pool().setBehavior(id, behavior, why));
  }

  /**
   * Destroys an instance, whatever it does. Containers that ran there are lost, and run again
   * elsewhere.
   *
   * @param id which instance
   * @param why for people who read the log
   * @return false if there is no such instance
   * @throws IllegalStateException if this dispatcher is not active
   */
  public boolean killInstance(InstanceId id, String why) {
    return call(active -> active.pool().killInstance(id, why));
  }

  /**
   * Tells why a container is where it is, with all that a pass made now would consider for it.
   * Costs as much as a pass, on the dispatcher's thread; changes nothing.
   *
   * @param id which container
   * @return why; empty if this dispatcher does not see such a container in its queue
   * @throws IllegalStateException if this dispatcher is not active
   */
  public Optional<Explanation> explain(ContainerId id) {
    return call(active -> active.explain(id));
  }

  /**
   * Takes no new work from now on, lets what runs end, and shuts each instance down when nothing
   * runs there. Held instances stay. There is no way back but a new dispatcher.
   *
   * @param atMost how long to wait for the last instance to go; it goes on after that
   * @return whether no instance is left but held ones
   * @throws InterruptedException if this thread was interrupted while waiting
   * @throws IllegalStateException if this dispatcher is not active
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
    CompletableFuture<T> answer = new CompletableFuture<>();
    synchronized (this) {
      Engine current = engine;
      RealLoop currentLoop = loop;
      if (closed || current == null || currentLoop == null) {
        throw notActive();
      }
      currentLoop.execute(
          () -> {
            try {
              answer.complete(question.apply(current.active().orElseThrow(this::notActive)));
            } catch (RuntimeException e) {
              answer.completeExceptionally(e);
            }
          });
    }
    try {
      return answer.get(1, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalStateException known) {
        throw new IllegalStateException(known.getMessage(), known);
      }
      throw new IllegalStateException("a bug in the dispatcher: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the dispatcher", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the dispatcher gave no answer; it is " + state(), e);
    }
  }

  private IllegalStateException notActive() {
    return new IllegalStateException("the dispatcher is not active but " + state());
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
    publish(
        new DispatcherSnapshot(
            watch.instant(), DispatcherState.CLOSED, List.of(), List.of(), snapshot.cost()));
  }
}
