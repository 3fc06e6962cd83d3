package io.dispatchcloud.core.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The one thread to which all state of pool and scheduler belongs, and the only source of time,
 * timers, threads and chance. What can block is offloaded and comes back as an event.
 *
 * <p>{@link #execute}, {@link #instant} and {@link #threads} may be called on any thread, all else
 * on the loop only.
 */
public interface Loop extends InstantSource {
  /**
   * The time. It never goes back and does not follow jumps of the machine's clock: it is the wall
   * time at the start plus what has passed since.
   */
  @Override
  Instant instant();

  /**
   * Runs something on the loop, after all that was posted before.
   *
   * @param event what to run; brief, never blocks
   */
  void execute(Runnable event);

  /**
   * Runs something on the loop later.
   *
   * @param delay how much later; nothing or negative: as soon as possible, but not within this call
   * @param event what to run
   * @return what cancels it
   */
  Timer after(Duration delay, Runnable event);

  /**
   * Does blocking work elsewhere and comes back with what came of it.
   *
   * @param name what it is, for people who look at threads
   * @param work what to do
   * @param then called on the loop with the outcome, never within this call
   * @param <T> what the work returns
   */
  <T> void offload(String name, Blocking<T> work, Consumer<Outcome<T>> then);

  /**
   * Chance.
   *
   * @return the loop's own generator
   */
  RandomGenerator random();

  /**
   * Makes threads for those who need their own, such as SSH connections.
   *
   * @return a factory of named daemon threads, virtual ones where the runtime has good ones
   */
  ThreadFactory threads();

  /**
   * Checks that the caller is on the loop.
   *
   * @throws IllegalStateException if it is not: a bug
   */
  void checkOnLoop();
}
