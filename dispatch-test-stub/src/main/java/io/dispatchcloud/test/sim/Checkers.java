package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All checkers that watch a run. */
final class Checkers {
  private Checkers() {}

  static List<Checker> all(Checker.Bench bench, DispatcherConfig config) {
    return List.of(
        new OneProcessEach(bench),
        new StartsUnderLock(bench),
        new ResultsKept(bench),
        new InstanceLimits(
            bench,
            Math.toIntExact(config.get(Settings.MAX_INSTANCES)),
            Math.toIntExact(config.get(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS))),
        Pace.ofCloudCalls(bench, config.get(Settings.MAX_CLOUD_OPS_PER_SECOND)),
        Pace.ofProbes(bench, config.get(Settings.MAX_PROBES_PER_SECOND)),
        new ActsUnderLease(bench),
        new TrustsNoImpostor(bench),
        new BusyKept(bench, new Patience(config).silence()),
        new HigherFirst(bench, spec -> types(config, spec)),
        new StatusIsTrue(bench));
  }

  private static Set<String> types(DispatcherConfig config, ContainerSpec spec) {
    Set<String> names = new TreeSet<>();
    for (InstanceType type : config.sizing(spec).types()) {
      names.add(type.name());
    }
    return names;
  }
}
