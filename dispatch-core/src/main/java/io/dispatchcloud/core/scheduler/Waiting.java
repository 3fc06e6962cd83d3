package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.scheduler.Statuses.Why;

/** Counts those that wait for the same thing, in the order of the queue. */
final class Waiting {
  private int supervisors;
  private int capacity;
  private int account;
  private int dispatcher;
  private int budget;

  Waiting() {}

  /** Goes on where another one is. */
  Waiting(Waiting other) {
    supervisors = other.supervisors;
    capacity = other.capacity;
    account = other.account;
    dispatcher = other.dispatcher;
    budget = other.budget;
  }

  /** The number of the next one that waits so, from 1; 0 where nobody counts. */
  int next(Why why) {
    return switch (why) {
      case SUPERVISOR_LIMIT -> ++supervisors;
      case AT_CAPACITY -> ++capacity;
      case ACCOUNT_LIMIT -> ++account;
      case DISPATCHER_LIMIT -> ++dispatcher;
      case BUDGET_REACHED -> ++budget;
      case PREPARING,
          RUNNING,
          FINISHED,
          ON_HOLD,
          PREVIOUS_ATTEMPT_EXITING,
          WAITING_FOR_INSTANCE,
          BOOTS_FAILING,
          BUDGET_SPENT,
          DRAINING,
          NOTHING_FITS ->
          0;
    };
  }
}
