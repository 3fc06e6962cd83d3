package io.dispatchcloud.core.cloud;

import io.dispatchcloud.core.loop.Blocking;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The way to the cloud: at most so many creates, lists (sweeps of leaks among them), destroys and
 * tag changes together begin in any second; the others wait their turn (SET-9). It waits on the
 * loop, not in a thread, so that it keeps its pace in virtual time, too. Belongs to the loop.
 */
public final class CloudCalls {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Loop loop;
  private final int callsPerSecond;
  // When the last calls began, oldest first: never more of them than may begin in a second.
  private final ArrayDeque<Instant> begun = new ArrayDeque<>();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean armed;

  /**
   * A way that is free.
   *
   * @param loop the loop that it belongs to
   * @param callsPerSecond how many calls may begin in a second; 0 for any number
   */
  public CloudCalls(Loop loop, int callsPerSecond) {
    this.loop = loop;
    this.callsPerSecond = callsPerSecond;
  }

  /**
   * Does a blocking call as soon as its turn comes.
   *
   * @param name what it is, for people who look at threads
   * @param call what to do
   * @param then called on the loop with the outcome
   * @param <T> what the call returns
   */
  public <T> void call(String name, Blocking<T> call, Consumer<Outcome<T>> then) {
    waiting.add(() -> loop.offload(name, call, then));
    beginWhatMay();
  }

  private void beginWhatMay() {
    Instant now = loop.instant();
    while (!waiting.isEmpty() && mayBegin(now)) {
      waiting.remove().run();
    }
    if (!waiting.isEmpty() && !armed) {
      armed = true;
      loop.after(
          Duration.between(now, begun.getFirst().plus(SECOND)),
          () -> {
            armed = false;
            beginWhatMay();
          });
    }
  }

  private boolean mayBegin(Instant now) {
    if (callsPerSecond == 0) {
      return true;
    }
    if (begun.size() == callsPerSecond) {
      if (now.isBefore(begun.getFirst().plus(SECOND))) {
        return false;
      }
      begun.removeFirst();
    }
    begun.addLast(now);
    return true;
  }
}
