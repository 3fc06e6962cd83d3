package io.dispatchcloud.server.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Counts the signals that ask the program to stop. The first asks, the second asks to hurry, the
 * third ends the process on the spot. Thread-safe.
 */
public final class Interrupts implements AutoCloseable {
  private static final int SIGNALLED = 128;
  private static final int OUT_OF_PATIENCE = 3;
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger exitStatus = new AtomicInteger();
  private final Map<String, @Nullable Object> earlier = new LinkedHashMap<>();

  private Interrupts() {}

  /** Counts from nothing, deaf to signals: only {@link #received} moves it. */
  static Interrupts none() {
    return new Interrupts();
  }

  /**
   * Listens to the process's signals until closed.
   *
   * @return what counts them
   */
  public static Interrupts listen() {
    Interrupts interrupts = new Interrupts();
    NUMBERS.forEach(
        (name, number) ->
            interrupts.earlier.put(
                name, Signals.register(name, () -> interrupts.received(number))));
    return interrupts;
  }

  /** Counts one, of that number. */
  void received(int signal) {
    exitStatus.compareAndSet(0, SIGNALLED + signal);
    if (count.incrementAndGet() >= OUT_OF_PATIENCE) {
      Runtime.getRuntime().halt(exitStatus.get());
    }
  }

  /**
   * Whether there was one.
   *
   * @return true if the program is asked to stop
   */
  public boolean any() {
    return count.get() > 0;
  }

  /**
   * Whether there was more than one.
   *
   * @return true if the program is asked to hurry
   */
  public boolean hurry() {
    return count.get() > 1;
  }

  /**
   * What the process ends with.
   *
   * @return 128 and the first signal's number; 0 if there was no signal
   */
  public int exitStatus() {
    return exitStatus.get();
  }

  @Override
  public void close() {
    earlier.forEach(
        (name, handler) -> {
          if (handler != null) {
            Signals.unregister(name, handler);
          }
        });
  }
}
