package io.dispatchcloud.benchmarks;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.TaskTrackerState;
import com.netflix.fenzo.VirtualMachineCurrentState;
import java.util.Map;
import java.util.Set;

/** Allows the hosts of some types only, as a container's maximum price does. */
final class OneOf implements ConstraintEvaluator {
  private static final Result YES = new Result(true, "");
  private static final Result NO = new Result(false, "costs too much");

  private final Set<String> types;
  private final Map<String, String> typeOfHost;

  OneOf(Set<String> types, Map<String, String> typeOfHost) {
    this.types = types;
    this.typeOfHost = typeOfHost;
  }

  @Override
  public String getName() {
    return "one of " + types;
  }

  @Override
  public Result evaluate(
      TaskRequest task, VirtualMachineCurrentState host, TaskTrackerState tracker) {
    String type = typeOfHost.get(host.getHostname());
    return type != null && types.contains(type) ? YES : NO;
  }
}
