package io.dispatchcloud.benchmarks;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import io.dispatchcloud.core.sizing.Resources;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container as Fenzo sees it. */
final class Task implements TaskRequest {
  private final String id;
  private final Resources needed;
  private final List<ConstraintEvaluator> constraints;
  private @Nullable AssignedResources assigned;

  Task(String id, Resources needed, List<ConstraintEvaluator> constraints) {
    this.id = id;
    this.constraints = constraints;
    this.needed = needed;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String taskGroupName() {
    return "";
  }

  @Override
  public double getCPUs() {
    return needed.milliCpus() / Host.MILLIS;
  }

  @Override
  public double getMemory() {
    return needed.ram() / Host.MIB;
  }

  @Override
  public double getNetworkMbps() {
    return 0;
  }

  @Override
  public double getDisk() {
    return needed.scratch() / Host.MIB;
  }

  @Override
  public int getPorts() {
    return 0;
  }

  @Override
  public Map<String, Double> getScalarRequests() {
    return Collections.emptyMap();
  }

  @Override
  public Map<String, NamedResourceSetRequest> getCustomNamedResources() {
    return Collections.emptyMap();
  }

  @Override
  public List<? extends ConstraintEvaluator> getHardConstraints() {
    return constraints;
  }

  @Override
  public List<? extends VMTaskFitnessCalculator> getSoftConstraints() {
    return List.of();
  }

  @Override
  public void setAssignedResources(AssignedResources resources) {
    assigned = resources;
  }

  @Override
  public @Nullable AssignedResources getAssignedResources() {
    return assigned;
  }
}
