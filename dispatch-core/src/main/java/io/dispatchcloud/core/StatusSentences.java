package io.dispatchcloud.core;

/** Turns statuses into sentences. */
final class StatusSentences {
  private StatusSentences() {}

  static String of(ContainerStatus status) {
    if (status instanceof ContainerStatus.Preparing) {
      return "preparing to run";
    } else if (status instanceof ContainerStatus.Running running) {
      return "running on " + running.instance();
    } else if (status instanceof ContainerStatus.Finished) {
      return "finished";
    } else if (status instanceof ContainerStatus.OnHold) {
      return "on hold: its priority is below 1";
    } else if (status instanceof ContainerStatus.SupervisorLimit limit) {
      return "waiting while the limit for supervisors is reached, at position " + limit.position();
    } else if (status instanceof ContainerStatus.PreviousAttemptExiting) {
      return "waiting for an earlier attempt to end";
    } else if (status instanceof ContainerStatus.WaitingForInstance waiting) {
      return "waiting for an instance of type " + waiting.instanceType();
    } else if (status instanceof ContainerStatus.AtCapacity capacity) {
      return "waiting while the provider has no room for "
          + String.join(" or ", capacity.instanceTypes())
          + ", at position "
          + capacity.position();
    } else if (status instanceof ContainerStatus.BootsFailing failing) {
      return "waiting because instances of "
          + String.join(" and ", failing.instanceTypes())
          + " do not come up";
    } else if (status instanceof ContainerStatus.AccountLimit limit) {
      return "waiting while there may be no more instances, at position " + limit.position();
    } else if (status instanceof ContainerStatus.DispatcherLimit limit) {
      return "waiting while the dispatcher's own limit is reached, at position " + limit.position();
    } else if (status instanceof ContainerStatus.BudgetReached budget) {
      return "waiting while instances cost as much as they may, at position " + budget.position();
    } else if (status instanceof ContainerStatus.BudgetSpent budget) {
      return "not started again: its attempts have cost "
          + budget.spent().toPlainString()
          + ", and may cost "
          + budget.budget().toPlainString();
    } else if (status instanceof ContainerStatus.Draining) {
      return "waiting: this dispatcher takes no new work";
    }
    return ((ContainerStatus.NothingFits) status).error();
  }
}
