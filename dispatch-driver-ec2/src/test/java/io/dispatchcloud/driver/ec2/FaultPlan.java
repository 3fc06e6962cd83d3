package io.dispatchcloud.driver.ec2;

import java.util.Random;

/** What goes wrong at the fake EC2 now and then, as a seed decides it. */
final class FaultPlan {
  private final Random chance;

  FaultPlan(long seed) {
    chance = new Random(seed);
  }

  private synchronized boolean happens(double rate) {
    return chance.nextDouble() < rate;
  }

  void begin(FakeFaults faults) {
    faults.refuseWhere(
        "RunInstances",
        request -> {
          if ("g4dn.xlarge".equals(request.get("InstanceType"))) {
            return FakeFaults.noCapacity();
          }
          if (happens(0.1)) {
            return FakeFaults.throttled();
          }
          return happens(0.15)
              ? new ApiError("InternalError", "An internal error has occurred", 500)
              : null;
        });
    faults.loseWhere("RunInstances", () -> happens(0.1));
    faults.refuseWhere(
        "DescribeInstances", request -> happens(0.05) ? FakeFaults.throttled() : null);
    // Not the question by which the driver finds out whether EC2 is there at all.
    faults.mangle(
        "DescribeInstances",
        request ->
            "1000".equals(request.get("MaxResults")) && happens(0.05) ? FakeFaults.BROKEN : null);
    faults.refuseWhere(
        "TerminateInstances",
        request ->
            happens(0.2) ? new ApiError("Unavailable", "The service is unavailable", 503) : null);
    faults.loseWhere("TerminateInstances", () -> happens(0.1));
    faults.refuseWhere("CreateTags", request -> happens(0.2) ? FakeFaults.throttled() : null);
    faults.refuseWhere("GetConsoleOutput", request -> happens(0.2) ? FakeFaults.throttled() : null);
  }
}
