package io.dispatchcloud.core.loop;

/** Something that will happen later on the loop, unless it is cancelled before. */
@FunctionalInterface
public interface Timer {
  /** Cancels it; on the loop only. Cancelling one that happened, or twice, does nothing. */
  void cancel();
}
