package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.util.List;
import java.util.function.Function;

/** All checkers that watch a run. */
final class Checkers {
  private final List<Checker> all;

  private Checkers(List<Checker> all) {
    this.all = all;
  }

  /**
   * Lets all watch.
   *
   * @param judge tells them what happens, and is told what is broken
   */
  static Checkers watch(Judge judge, DispatcherConfig config, StatusIsTrue.Parts parts) {
    Function<ContainerSpec, List<String>> types = StatusIsTrue.types(config);
    Supplies supplies = new Supplies(judge, config);
    Whereabouts whereabouts = new Whereabouts(judge, types);
    judge.add(supplies);
    judge.add(whereabouts);
    List<Checker> all =
        List.of(
            new OneProcessEach(judge),
            new StartsUnderLock(judge),
            new ResultsKept(judge),
            new InstanceLimits(
                judge,
                Math.toIntExact(config.get(Settings.MAX_INSTANCES)),
                Math.toIntExact(config.get(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS))),
            Pace.ofCloudCalls(judge, config.get(Settings.MAX_CLOUD_OPS_PER_SECOND)),
            Pace.ofProbes(judge, config.get(Settings.MAX_PROBES_PER_SECOND)),
            new WaitsAreKept(judge),
            new ActsUnderLease(judge),
            new TrustsNoImpostor(judge),
            new NoticesHeeded(judge),
            new CostsAddUp(judge),
            new BudgetKept(judge, config.get(Settings.BUDGET_PER_CONTAINER)),
            new BusyKept(judge, new Patience(config).silence()),
            new HigherFirst(judge, types),
            new StatusIsTrue(judge, config, parts, supplies, whereabouts));
    all.forEach(judge::add);
    return new Checkers(all);
  }

  /** The rules of which a part only was looked at, because there was so much. */
  List<String> sampled() {
    return all.stream().map(Checker::sampled).filter(rule -> !rule.isEmpty()).toList();
  }
}
