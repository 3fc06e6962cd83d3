package io.dispatchcloud.queue.jdbc;

/** What became of an attempt. */
public enum AttemptOutcome {
  /** It is locked, starts or runs. */
  UNDERWAY,
  /** It was given back without having run; the reason says why. */
  NOT_STARTED,
  /** It ended by itself, with a result. */
  FINISHED,
  /** Its instance is gone, or lost it. */
  LOST,
  /** It was killed because its container was put on hold. */
  ON_HOLD,
  /** Its container was cancelled. */
  CANCELLED
}
