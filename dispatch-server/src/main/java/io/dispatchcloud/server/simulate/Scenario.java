package io.dispatchcloud.server.simulate;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Placement;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.test.sim.FaultPlan;
import io.dispatchcloud.test.sim.SimulatedContainer;
import io.dispatchcloud.test.sim.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be simulated, but for the seed. Immutable.
 *
 * @param faults what goes wrong
 * @param containers how many there are
 * @param workload the containers; null for a mix that the seed decides
 * @param types the instance types; null for the simulator's own
 * @param settings settings of the dispatcher, by name, to be checked
 * @param placement what chooses the types of new instances; null for what the settings say
 * @param timeLimit when all must have ended; null for long after the last could have
 */
public record Scenario(
    FaultPlan faults,
    int containers,
    @Nullable List<SimulatedContainer> workload,
    @Nullable List<InstanceType> types,
    Map<String, Object> settings,
    @Nullable Placement placement,
    @Nullable Duration timeLimit) {
  private static final int SAMPLES = 3_000;

  public Scenario {
    workload = workload == null ? null : List.copyOf(workload);
    types = types == null ? null : List.copyOf(types);
    settings = Map.copyOf(settings);
  }

  /**
   * The same with the containers of a trace.
   *
   * @param traced the containers
   * @return a copy
   */
  public Scenario with(List<SimulatedContainer> traced) {
    return new Scenario(faults, traced.size(), traced, types, settings, placement, timeLimit);
  }

  /**
   * Checks what only a simulation can check.
   *
   * @return this
   * @throws IllegalArgumentException if a setting or a number is wrong; names it
   */
  public Scenario checked() {
    Objects.requireNonNull(simulation(0).build());
    return this;
  }

  /**
   * Which containers some instance type is large enough for.
   *
   * @return asked of each; knows the answer again for equal needs
   * @throws IllegalArgumentException if a setting is wrong; names all that are
   */
  public Predicate<ContainerSpec> fitting() {
    DispatcherConfig.Builder builder =
        DispatcherConfig.builder("fitting").set(Settings.RESERVE_EXTRA_RAM, 0L);
    if (types != null) {
      types.forEach(builder::instanceType);
    }
    configure(builder);
    DispatcherConfig config = builder.build();
    Map<Needs, Boolean> known = new HashMap<>();
    return spec -> known.computeIfAbsent(spec.needs(), needs -> config.sizing(spec).fits());
  }

  /**
   * The same with other faults and only the first containers.
   *
   * @param otherFaults what goes wrong
   * @param count how many containers
   * @return a copy
   */
  public Scenario smaller(FaultPlan otherFaults, int count) {
    List<SimulatedContainer> fewer = workload == null ? null : workload.subList(0, count);
    return new Scenario(otherFaults, count, fewer, types, settings, placement, timeLimit);
  }

  /**
   * Begins a simulation of it.
   *
   * @param seed what decides all that is left to chance
   * @return a builder
   */
  public Simulation.Builder simulation(long seed) {
    Simulation.Builder simulation = Simulation.builder().seed(seed).faults(faults);
    if (timeLimit != null) {
      simulation.timeLimit(timeLimit);
    }
    if (workload == null) {
      simulation.containers(containers);
    } else {
      simulation.workload(workload);
    }
    if (types != null) {
      simulation.types(types);
    }
    if (placement != null) {
      simulation.placement(placement.policy());
    }
    return simulation.configure(this::configure);
  }

  private void configure(DispatcherConfig.Builder config) {
    config.setAll(settings);
  }

  /** When the last container would end if none had to wait. */
  private Duration length() {
    if (workload == null) {
      return Duration.ZERO;
    }
    return workload.stream()
        .map(container -> container.submittedAfter().plus(container.runs()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * How far apart samples are, so that there are some thousands of them.
   *
   * @return a second or more
   */
  public Duration sampleEvery() {
    return Duration.ofSeconds(Math.max(1, length().dividedBy(SAMPLES).toSeconds()));
  }
}
