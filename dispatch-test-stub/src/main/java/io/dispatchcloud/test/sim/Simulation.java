package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.PlacementPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the dispatcher in a simulated world. It runs on the thread that calls {@link #run},
 * which needs no network, no clock and no process; different simulations may run at once.
 *
 * <pre>{@code
 * SimulationResult result =
 *     Simulation.builder().seed(42).faults(FaultPlan.storm()).containers(100).build().run();
 * result.violation().ifPresent(violation -> fail(result.report()));
 * }</pre>
 */
public final class Simulation {
  // A century: in nanoseconds that is still a long.
  private static final Duration FOREVER = Duration.ofDays(36_500);

  final long seed;
  final FaultPlan faults;
  final List<SimulatedContainer> workload;
  final DispatcherConfig config;
  final @Nullable PlacementPolicy placement;
  final Duration timeLimit;
  final @Nullable Consumer<String> events;
  final @Nullable Duration sampleEvery;
  final Wrapper<Driver> driver;
  final Wrapper<ExecutorProvider> executors;
  final Wrapper<ContainerController> controller;

  private Simulation(Builder builder) {
    seed = builder.seed;
    faults = builder.faults;
    workload =
        builder.workload != null
            ? List.copyOf(builder.workload)
            : Workloads.mixed(seed, builder.containers);
    DispatcherConfig.Builder configuration = Worlds.configuration();
    if (builder.workload == null) {
      Worlds.vary(configuration, seed);
    }
    Collection<InstanceType> types = builder.types != null ? builder.types : Worlds.types();
    types.forEach(configuration::instanceType);
    builder.settings.forEach(setting -> setting.accept(configuration));
    config = configuration.build();
    placement = builder.placement;
    timeLimit = builder.timeLimit;
    events = builder.events;
    sampleEvery = builder.sampleEvery;
    driver = builder.driver;
    executors = builder.executors;
    controller = builder.controller;
  }

  /**
   * Starts to describe a simulation.
   *
   * @return a builder: seed 1, no faults, 100 mixed containers, three types and a preemptible one
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs it: until all containers have ended and no instance is left, or a rule was broken. What
   * any part of it throws, an error too, is a violation of the rule {@code BUG}.
   *
   * @return how it ended
   */
  public SimulationResult run() {
    return new Run(this).toTheEnd();
  }

  /** Describes a simulation. Not thread-safe. */
  public static final class Builder {
    private static final int CONTAINERS_MAX = 1_000_000;

    private long seed = 1;
    private FaultPlan faults = FaultPlan.none();
    private int containers = 100;
    private @Nullable List<SimulatedContainer> workload;
    private @Nullable Collection<InstanceType> types;
    private final List<Consumer<DispatcherConfig.Builder>> settings = new ArrayList<>();
    private @Nullable PlacementPolicy placement;
    private Duration timeLimit = FOREVER;
    private @Nullable Consumer<String> events;
    private @Nullable Duration sampleEvery;
    private Wrapper<Driver> driver = Wrapper.none();
    private Wrapper<ExecutorProvider> executors = Wrapper.none();
    private Wrapper<ContainerController> controller = Wrapper.none();

    private Builder() {}

    /**
     * What decides all that is left to chance.
     *
     * @param value any number; the same number gives the same run
     * @return this
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * What goes wrong how often.
     *
     * @param value the plan
     * @return this
     */
    public Builder faults(FaultPlan value) {
      faults = value;
      return this;
    }

    /**
     * Runs a mix of containers that the seed decides, with limits of the dispatcher that it decides
     * as well.
     *
     * @param count how many; 1 to a million
     * @return this
     * @throws IllegalArgumentException if there can't be so many
     */
    public Builder containers(int count) {
      if (count < 1 || count > CONTAINERS_MAX) {
        throw new IllegalArgumentException(
            "containers: '" + count + "'; expected 1 to " + CONTAINERS_MAX);
      }
      containers = count;
      workload = null;
      return this;
    }

    /**
     * Runs these containers.
     *
     * @param value the containers, each id once
     * @return this
     * @throws IllegalArgumentException if there are none, or two of one id
     */
    public Builder workload(List<SimulatedContainer> value) {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("workload: nothing given; expected a container");
      }
      Workloads.requireDifferent(value);
      workload = value;
      return this;
    }

    /**
     * The instance types that there are.
     *
     * @param value the types
     * @return this
     * @throws IllegalArgumentException if there are none
     */
    public Builder types(Collection<InstanceType> value) {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("types: nothing given; expected an instance type");
      }
      types = List.copyOf(value);
      return this;
    }

    /**
     * Changes settings of the dispatcher.
     *
     * @param settings told the builder of its configuration, after the types
     * @return this
     */
    public Builder configure(Consumer<DispatcherConfig.Builder> settings) {
      this.settings.add(settings);
      return this;
    }

    /**
     * What chooses the types of new instances, instead of the configured policy.
     *
     * @param value the policy
     * @return this
     */
    public Builder placement(PlacementPolicy value) {
      placement = value;
      return this;
    }

    /**
     * When to give up: what has not ended by then never ends, which breaks a rule.
     *
     * @param simulated the time in the simulation; more than nothing
     * @return this
     * @throws IllegalArgumentException if it is nothing
     */
    public Builder timeLimit(Duration simulated) {
      timeLimit = positive("timeLimit", simulated);
      return this;
    }

    /**
     * Who gets the event log.
     *
     * @param value told each line, without its end
     * @return this
     */
    public Builder events(Consumer<String> value) {
      events = value;
      return this;
    }

    /**
     * Takes samples for a plot.
     *
     * @param simulated how far apart; more than nothing
     * @return this
     * @throws IllegalArgumentException if it is nothing
     */
    public Builder sampleEvery(Duration simulated) {
      sampleEvery = positive("sampleEvery", simulated);
      return this;
    }

    /**
     * Puts something around the simulated driver, such as a driver's own proxies.
     *
     * @param value called for each dispatcher
     * @return this
     */
    public Builder driver(Wrapper<Driver> value) {
      driver = value;
      return this;
    }

    /**
     * Puts something around what runs commands on hosts.
     *
     * @param value called for each dispatcher
     * @return this
     */
    public Builder executors(Wrapper<ExecutorProvider> value) {
      executors = value;
      return this;
    }

    /**
     * Puts something around the simulated store.
     *
     * @param value called for each dispatcher
     * @return this
     */
    public Builder controller(Wrapper<ContainerController> value) {
      controller = value;
      return this;
    }

    /**
     * Makes the simulation.
     *
     * @return it, not yet run
     * @throws IllegalArgumentException if a setting is wrong; names all that are
     */
    public Simulation build() {
      return new Simulation(this);
    }

    /**
     * Makes the simulation and runs it.
     *
     * @return how it ended
     * @throws IllegalArgumentException if a setting is wrong; names all that are
     */
    public SimulationResult run() {
      return build().run();
    }

    private static Duration positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + ": '" + value + "'; expected more than nothing");
      }
      return value;
    }
  }
}
