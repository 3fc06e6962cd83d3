package io.dispatchcloud.test.sim;

/** Who begins something, as checkers see it. */
interface Caller {
  /** The dispatcher's name. */
  String name();

  /** Its own clock, in nanoseconds. */
  long local();

  /** Until when by that clock its lease allows to begin calls. */
  long mayActUntil();
}
