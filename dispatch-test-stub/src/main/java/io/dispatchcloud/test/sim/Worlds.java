package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.math.BigDecimal;
import java.util.List;

/** What a world is like unless something else is asked for. */
final class Worlds {
  static final String INSTANCE_SET = "simulated";
  static final long GIB = 1L << 30;

  // So that it is not the generator of anything else.
  private static final long VARIATION = 0x5EED5;

  private Worlds() {}

  static DispatcherConfig.Builder configuration() {
    return DispatcherConfig.builder(INSTANCE_SET).set(Settings.RESERVE_EXTRA_RAM, 0L);
  }

  /** Limits that matter in some runs and not in others. */
  static void vary(DispatcherConfig.Builder configuration, long seed) {
    SplitMix chance = new SplitMix(seed ^ VARIATION);
    configuration
        .set(Settings.MAX_INSTANCES, chance.oneOf(List.of(64L, 64L, 20L, 8L, 0L)))
        .set(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS, chance.oneOf(List.of(10L, 3L)))
        .set(Settings.MAX_RUNNING_CONTAINERS_PER_INSTANCE, chance.oneOf(List.of(0L, 0L, 2L)))
        .set(Settings.MAX_PROBES_PER_SECOND, chance.oneOf(List.of(0L, 0L, 4L)))
        .set(Settings.DEPLOY_RUNNER, true);
  }

  static List<InstanceType> types() {
    return List.of(
        type("small", 2, 4, "0.10", false),
        type("medium", 4, 8, "0.20", false),
        type("large", 8, 16, "0.40", false),
        type("large.spot", 8, 16, "0.12", true));
  }

  private static InstanceType type(
      String name, int vcpus, long ramGib, String price, boolean preemptible) {
    // Providers advertise a bit more RAM than a guest has (TYPE-1).
    return InstanceType.builder(name, vcpus, ramGib * GIB * 100 / 95, new BigDecimal(price))
        .includedScratch(64 * GIB)
        .preemptible(preemptible)
        .build();
  }
}
