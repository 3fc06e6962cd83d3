package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;

/** Calls to the cloud and to hosts begin only with enough of the lease left (QUEUE-7). */
final class ActsUnderLease extends Checker {
  ActsUnderLease(Bench bench) {
    super(bench);
  }

  @Override
  public void begins(Caller by, String what) {
    if (Calls.isToTheCloud(what) || Calls.isToAHost(what)) {
      check(by, what);
    }
  }

  @Override
  public void startSent(Caller by, Attempt attempt, InstanceId where) {
    check(by, "the start of " + attempt + " on " + where);
  }

  private void check(Caller by, String what) {
    if (by.local() >= by.mayActUntil()) {
      broken("QUEUE-7", by.name() + " begins without the lease: " + what);
    }
  }
}
