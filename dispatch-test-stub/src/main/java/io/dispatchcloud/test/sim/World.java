package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Everything around the dispatchers: one timeline, one seed, one judge. */
final class World {
  final Timeline time = new Timeline();
  final SplitMix chance;
  final Judge judge;
  final EventLog log;
  final Strands strands = new Strands();
  final DispatcherConfig config;
  final SimulatedStore store;
  final SimulatedCloud cloud;

  /** What goes wrong how often now: nothing any more once the world is healed. */
  FaultPlan plan;

  private final Map<ContainerId, SimulatedContainer> payloads = new HashMap<>();

  World(Simulation simulation) {
    this.chance = new SplitMix(simulation.seed);
    this.plan = simulation.faults;
    this.config = simulation.config;
    this.judge = new Judge(time);
    this.log = new EventLog(time, simulation.events);
    this.store =
        new SimulatedStore(
            this,
            new AttemptLimits(
                Math.toIntExact(config.get(Settings.MAX_DISPATCH_ATTEMPTS)),
                Math.toIntExact(config.get(Settings.MAX_RETRY_ATTEMPTS))));
    this.cloud = new SimulatedCloud(this);
    cloud.addNeighbours();
    for (SimulatedContainer container : simulation.workload) {
      payloads.put(container.spec().id(), container);
      time.after(container.submittedAfter(), () -> store.submit(container));
    }
  }

  SimulatedContainer payload(ContainerId id) {
    SimulatedContainer container = payloads.get(id);
    if (container == null) {
      throw new IllegalStateException(id + " was started, but never submitted");
    }
    return container;
  }

  /** Whether a fault happens now. */
  boolean strikes(Fault fault) {
    return chance.chance(plan.rate(fault));
  }

  /** A fault has happened. */
  void struck(Fault fault, Object about) {
    log.add("fault " + fault.word() + " " + about);
  }

  Duration goneAfter() {
    return config.get(Settings.GONE_AFTER);
  }
}
