package io.dispatchcloud.core.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A loop that begins no blocking work while a gate is shut: without the lease, no call to the cloud
 * or to a host may begin (QUEUE-7).
 */
public final class GatedLoop implements Loop {
  private final Loop loop;
  private final BooleanSupplier open;

  /**
   * A gate before a loop's way out.
   *
   * @param loop the loop
   * @param open whether work may begin now
   */
  public GatedLoop(Loop loop, BooleanSupplier open) {
    this.loop = loop;
    this.open = open;
  }

  @Override
  public <T> void offload(String name, Blocking<T> work, Consumer<Outcome<T>> then) {
    if (open.getAsBoolean()) {
      loop.offload(name, work, then);
    } else {
      NotBegunException refused =
          new NotBegunException("not begun, because the lease is about to run out: " + name);
      loop.execute(() -> then.accept(new Outcome.Failure<>(refused)));
    }
  }

  @Override
  public Instant instant() {
    return loop.instant();
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
