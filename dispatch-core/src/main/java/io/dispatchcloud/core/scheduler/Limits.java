package io.dispatchcloud.core.scheduler;

/**
 * How much may run (SCH-9, SCH-10).
 *
 * @param containers containers at the most; 0 for any number
 * @param instances instances at the most, before a new one is created; 0 for any number
 * @param supervisors supervisors at the most; 0 for any number
 * @param guessed whether the limit on instances began as a guess, and no quota was seen since
 */
record Limits(int containers, int instances, int supervisors, boolean guessed) {
  /** No limit at all. */
  public static final Limits NONE = new Limits(0, 0, 0);

  /** Limits that were learnt. */
  Limits(int containers, int instances, int supervisors) {
    this(containers, instances, supervisors, false);
  }
}
