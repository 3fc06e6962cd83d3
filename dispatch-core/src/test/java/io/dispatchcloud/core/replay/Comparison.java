package io.dispatchcloud.core.replay;

import io.dispatchcloud.core.PlacementPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The policies that are compared, by name. */
final class Comparison {
  private Comparison() {}

  static Map<String, PlacementPolicy> onDemand() {
    Map<String, PlacementPolicy> policies = new LinkedHashMap<>();
    policies.put("cheapest", PlacementPolicy.cheapest());
    policies.put("packing", PlacementPolicy.packing());
    return policies;
  }

  /** Those for preemptible types; spotAware knows the true run times and rates. */
  static Map<String, PlacementPolicy> preemptible(Trace trace, Menu menu) {
    Map<String, Duration> runs = new HashMap<>();
    trace.jobs().forEach(job -> runs.put(job.id(), job.runs()));
    Map<String, PlacementPolicy> policies = new LinkedHashMap<>();
    policies.put("cheapest", PlacementPolicy.cheapest());
    policies.put(
        "spotAware",
        PlacementPolicy.spotAware(
            menu::interruptionsPerHour, container -> runs.get(container.id().value())));
    return policies;
  }
}
