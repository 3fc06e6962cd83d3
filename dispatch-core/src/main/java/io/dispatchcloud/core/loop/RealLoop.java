package io.dispatchcloud.core.loop;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop on a thread of its own, with the machine's time. */
public final class RealLoop implements Loop, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RealLoop.class);
  private static final Duration END_OF_WAITING = Duration.ofSeconds(10);

  private final LinkedBlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
  private final TimerQueue timers = new TimerQueue();
  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();
  // Instances' secrets are made of it.
  private final SecureRandom random = new SecureRandom();
  private final ThreadFactory threads;
  private final ExecutorService waiters;
  private final Thread thread;
  private boolean timersFirst;
  private volatile boolean closed;

  /**
   * Starts the loop's thread.
   *
   * @param name told apart from other loops in thread names: the instance set's id
   */
  public RealLoop(String name) {
    threads = Threads.factory("dispatch-" + name + "-wait-");
    waiters = Threads.executor(threads);
    thread = new Thread(this::run, "dispatch-" + name + "-loop");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        Runnable event = next();
        if (event != null) {
          event.run();
        }
      } catch (InterruptedException e) {
        LOG.trace("Interrupted by close(), which has set the flag that ends the loop");
      } catch (RuntimeException | Error e) {
        LOG.error("A bug in the dispatcher: an event failed; the loop goes on", e);
      }
    }
  }

  /** Due timers and posted events in turn, so that neither can starve the other. */
  private @Nullable Runnable next() throws InterruptedException {
    timersFirst = !timersFirst;
    Runnable first = timersFirst ? timers.take(instant()) : posted.poll();
    if (first != null) {
      return first;
    }
    Runnable second = timersFirst ? posted.poll() : timers.take(instant());
    if (second != null) {
      return second;
    }
    Instant next = timers.next();
    return next == null
        ? posted.take()
        : posted.poll(Duration.between(instant(), next).toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public void execute(Runnable event) {
    posted.add(event);
  }

  @Override
  public Timer after(Duration delay, Runnable event) {
    checkOnLoop();
    return timers.add(instant().plus(delay), event);
  }

  @Override
  public <T> void offload(String name, Blocking<T> work, Consumer<Outcome<T>> then) {
    checkOnLoop();
    Runnable task =
        () -> {
          Outcome<T> outcome = named(name, work);
          execute(() -> then.accept(outcome));
        };
    try {
      waiters.execute(task);
    } catch (RejectedExecutionException e) {
      notBegun(name + ": the loop is closed", then);
    } catch (OutOfMemoryError e) {
      // So the JVM says that it gets no more threads. The event that asked must come to its end.
      LOG.error("No thread for: {}", name, e);
      notBegun(name + ": " + e.getMessage(), then);
    }
  }

  private <T> void notBegun(String message, Consumer<Outcome<T>> then) {
    execute(() -> then.accept(new Outcome.Failure<>(new NotBegunException(message))));
  }

  private static <T> Outcome<T> named(String name, Blocking<T> work) {
    Thread current = Thread.currentThread();
    String usual = current.getName();
    current.setName(usual + " " + name);
    try {
      return new Outcome.Success<>(work.call());
    } catch (InterruptedException e) {
      current.interrupt();
      return new Outcome.Failure<>(e);
    } catch (Exception e) {
      return new Outcome.Failure<>(e);
    } catch (Error e) {
      LOG.error("A bug in the dispatcher or a plug-in, or the end of the memory: {}", name, e);
      return new Outcome.Failure<>(new IllegalStateException(name + " failed: " + e, e));
    } finally {
      current.setName(usual);
    }
  }

  @Override
  public RandomGenerator random() {
    checkOnLoop();
    return random;
  }

  @Override
  public ThreadFactory threads() {
    return threads;
  }

  /**
   * Whether the caller is on the loop: nobody there may wait for it.
   *
   * @return whether this is the loop's own thread
   */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void checkOnLoop() {
    if (!isCurrent()) {
      throw new IllegalStateException(
          "on thread " + Thread.currentThread().getName() + "; expected " + thread.getName());
    }
  }

  /**
   * Ends the loop and all that it waits for. Returns when none of its threads runs any more, or
   * after ten seconds, with a warning that names what is still there. Not on the loop. A second
   * call does nothing.
   */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    waiters.shutdownNow();
    boolean interrupted = false;
    try {
      thread.join(END_OF_WAITING.toMillis());
      if (thread.isAlive()
          || !waiters.awaitTermination(END_OF_WAITING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Closed, but some of its threads still run: look for {}", thread.getName());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
