package io.dispatchcloud.test.stub;

import io.dispatchcloud.test.stub.PretendRun.Fate;
import io.dispatchcloud.test.stub.PretendRunner.Starter;
import java.time.Duration;
import java.time.Instant;

/** Decides what becomes of each start on one VM: what the test says, and chance from the seed. */
final class VmStarter implements Starter {
  private final StubCloud cloud;
  private final VmBehavior vm;

  VmStarter(StubCloud cloud, VmBehavior vm) {
    this.cloud = cloud;
    this.vm = vm;
  }

  @Override
  public void asked(StubStart start) {
    cloud.witness(start);
  }

  @Override
  public PretendRun begin(StubStart start, Instant now) {
    StubBehavior rules = cloud.behavior();
    StubPayload payload = rules.payloads.apply(start);
    Instant startsAt = now.plus(vm.detachDelay);
    String id = start.attempt().container().value();
    long attempt = start.attempt().number();
    Instant crashesAt = null;
    if (rules.happens(vm.crashRateBeforeRunning, id + " crashes early", attempt)) {
      crashesAt = startsAt;
    } else if (rules.happens(vm.crashRateWhileRunning, id + " crashes", attempt)) {
      double part = Chance.of(rules.seed, id + " crashes when", attempt);
      Duration until = Duration.ofNanos((long) (payload.runs().toNanos() * part));
      crashesAt = startsAt.plus(until);
    }
    boolean sticks = rules.happens(vm.stuckLockRate, id + " sticks", attempt);
    return new PretendRun(
        start.attempt(),
        payload,
        startsAt,
        new Fate(crashesAt, sticks, vm.stuckForever, vm.exitLag));
  }
}
