package io.dispatchcloud.test.sim;

import org.jspecify.annotations.Nullable;

/** Blocking work of a simulated machine that was begun, and how far it is. */
final class Work {
  final String what;
  final Runnable work;
  final Runnable then;
  final long begunAt;
  long elapsed;
  long waitsUntil = Long.MIN_VALUE;
  Strands.@Nullable Strand strand;
  @Nullable Runnable afterwards;

  Work(String what, Runnable work, Runnable then, long begunAt) {
    this.what = what;
    this.work = work;
    this.then = then;
    this.begunAt = begunAt;
  }

  void known() {
    if (afterwards != null) {
      afterwards.run();
    }
    then.run();
  }
}
