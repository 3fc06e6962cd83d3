package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Workloads that a seed decides. */
final class Workloads {
  private static final Duration SUBMITTED_WITHIN = Duration.ofMinutes(40);
  private static final Duration SHORT = Duration.ofMinutes(2);
  private static final Duration MIDDLING = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofMinutes(60);

  private Workloads() {}

  /** Short and long ones, small and large, most at once and some later, of five priorities. */
  static List<SimulatedContainer> mixed(long seed, int count) {
    // Not the world's own generator: the same containers whatever else is drawn.
    SplitMix chance = new SplitMix(~seed);
    List<SimulatedContainer> containers = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      int vcpus = chance.nextInt(9);
      boolean supervisor = chance.chance(0.05);
      ContainerSpec spec =
          ContainerSpec.builder(
                  "c" + i,
                  Needs.of(supervisor ? 1 : vcpus, Worlds.GIB * (1 + chance.nextInt(4))),
                  RunSpec.of("run", "c" + i))
              .priority(1 + chance.nextInt(5))
              .supervisor(supervisor)
              .preemptible(chance.chance(0.2))
              .build();
      Duration submitted = chance.chance(0.6) ? Duration.ZERO : chance.upTo(SUBMITTED_WITHIN);
      int exitStatus = chance.chance(0.1) ? chance.nextInt(256) : 0;
      containers.add(new SimulatedContainer(spec, submitted, runs(chance), exitStatus));
    }
    return containers;
  }

  /** Refuses containers of which two have one id. */
  static void requireDifferent(List<SimulatedContainer> containers) {
    Set<String> ids = new HashSet<>();
    for (SimulatedContainer container : containers) {
      String id = container.spec().id().value();
      if (!ids.add(id)) {
        throw new IllegalArgumentException("workload: '" + id + "' twice; expected each id once");
      }
    }
  }

  private static Duration runs(SplitMix chance) {
    return switch (chance.nextInt(10)) {
      case 0, 1, 2, 3 -> chance.upTo(SHORT);
      case 4, 5, 6, 7, 8 -> chance.between(SHORT, MIDDLING);
      default -> chance.between(MIDDLING, LONG);
    };
  }
}
