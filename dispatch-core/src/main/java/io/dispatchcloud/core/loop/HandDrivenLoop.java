package io.dispatchcloud.core.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A loop without a thread: whoever holds it moves the time. Blocking work is done by the caller's
 * own thread, after a drawn latency. The same seed gives the same run. Not thread-safe: everything
 * happens on the thread that steps it.
 */
public final class HandDrivenLoop implements Loop {
  private final TimerQueue timers = new TimerQueue();
  private final Random random;
  private final Duration latencyMax;
  private Instant now;

  /**
   * A loop at rest.
   *
   * @param start the time it begins at
   * @param seed decides all that is left to chance
   * @param latencyMax how long blocking work takes at the most
   */
  public HandDrivenLoop(Instant start, long seed, Duration latencyMax) {
    this.now = start;
    this.random = new Random(seed);
    this.latencyMax = latencyMax;
  }

  /**
   * Runs the next event, moving the time to it.
   *
   * @return false if there is none
   */
  public boolean step() {
    Instant next = timers.next();
    if (next == null) {
      return false;
    }
    if (next.isAfter(now)) {
      now = next;
    }
    Runnable event = timers.take(now);
    if (event != null) {
      event.run();
    }
    return true;
  }

  /**
   * Runs everything that happens within a time, and moves the clock to its end.
   *
   * @param time how long
   */
  public void advance(Duration time) {
    Instant end = now.plus(time);
    Instant next = timers.next();
    while (next != null && !next.isAfter(end)) {
      step();
      next = timers.next();
    }
    now = end;
  }

  /**
   * Runs events until something is true.
   *
   * @param condition what is waited for; looked at after each event
   * @param atMost how much of the loop's time that may take
   * @return whether it came true in time
   */
  public boolean runUntil(BooleanSupplier condition, Duration atMost) {
    Instant end = now.plus(atMost);
    while (!condition.getAsBoolean()) {
      Instant next = timers.next();
      if (next == null || next.isAfter(end)) {
        return false;
      }
      step();
    }
    return true;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void execute(Runnable event) {
    timers.add(now, event);
  }

  @Override
  public Timer after(Duration delay, Runnable event) {
    return timers.add(delay.isNegative() ? now : now.plus(delay), event);
  }

  @Override
  public <T> void offload(String name, Blocking<T> work, Consumer<Outcome<T>> then) {
    // The work has its effect some time after it was asked for and some time before its outcome is
    // known: other events fall in between, as they do with real threads.
    after(
        latency(),
        () -> {
          Outcome<T> outcome = attempt(work);
          after(latency(), () -> then.accept(outcome));
        });
  }

  private static <T> Outcome<T> attempt(Blocking<T> work) {
    try {
      return new Outcome.Success<>(work.call());
    } catch (Exception e) {
      return new Outcome.Failure<>(e);
    }
  }

  private Duration latency() {
    long bound = Math.max(1, latencyMax.toNanos() / 2);
    return Duration.ofNanos(random.nextLong(bound));
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public ThreadFactory threads() {
    return task -> {
      throw new IllegalStateException("a hand-driven loop starts no thread");
    };
  }

  @Override
  public void checkOnLoop() {}
}
