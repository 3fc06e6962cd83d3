package io.dispatchcloud.core;

import io.dispatchcloud.core.loop.Blocking;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.loop.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A loop of which no two times are the same object, as with a clock. A loop that is driven by hand
 * has one for all that happens at a time, and whatever keeps times would seem to take less.
 */
record FreshTimes(Loop loop) implements Loop {
  @Override
  public Instant instant() {
    Instant now = loop.instant();
    return now.plusNanos(1).minusNanos(1);
  }

  @Override
  public void execute(Runnable event) {
    loop.execute(event);
  }

  @Override
  public Timer after(Duration delay, Runnable event) {
    return loop.after(delay, event);
  }

  @Override
  public <T> void offload(String name, Blocking<T> work, Consumer<Outcome<T>> then) {
    loop.offload(name, work, then);
  }

  @Override
  public RandomGenerator random() {
    return loop.random();
  }

  @Override
  public ThreadFactory threads() {
    return loop.threads();
  }

  @Override
  public void checkOnLoop() {
    loop.checkOnLoop();
  }
}
