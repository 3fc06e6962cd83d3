package io.dispatchcloud.test.sim;

import java.util.ArrayDeque;

/** For how long an instance did not answer, now and lately. Times are the world's, in ns. */
final class Silences {
  private final long remembered;
  // Each shorter than the one before it: a shorter one that ended earlier is of no interest.
  private final ArrayDeque<Silence> lately = new ArrayDeque<>(2);
  private long lastAnswer;

  private record Silence(long length, long ended) {}

  /**
   * It is silent from now on.
   *
   * @param remembered for how long a silence is remembered after its end
   */
  Silences(long now, long remembered) {
    this.lastAnswer = now;
    this.remembered = remembered;
  }

  void answered(long now) {
    long length = now - lastAnswer;
    lastAnswer = now;
    while (!lately.isEmpty() && lately.getLast().length() <= length) {
      lately.removeLast();
    }
    lately.addLast(new Silence(length, now));
    forget(now);
  }

  private void forget(long now) {
    while (!lately.isEmpty() && now - lately.getFirst().ended() > remembered) {
      lately.removeFirst();
    }
  }

  /** The longest of those that are remembered, and of the one that goes on. */
  long longest(long now) {
    forget(now);
    long goingOn = now - lastAnswer;
    return lately.isEmpty() ? goingOn : Math.max(goingOn, lately.getFirst().length());
  }
}
