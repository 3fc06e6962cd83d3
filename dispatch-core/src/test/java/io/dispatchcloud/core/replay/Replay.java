package io.dispatchcloud.core.replay;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.HandDrivenDispatcher;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.loop.HandDrivenLoop;
import io.dispatchcloud.core.pretend.PretendCloud;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a trace through a whole dispatcher on the hand-driven loop, with its settings as they are by
 * default but for those named here.
 */
final class Replay {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration BOOT = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofDays(400);
  // However often an instance is taken away: what is lost runs again.
  private static final AttemptLimits LIMITS = new AttemptLimits(10, 100_000);
  private static final double MILLIS_AN_HOUR = 3_600_000;

  private final List<Job> jobs;
  private final Menu menu;
  private final Sizer sizer;
  private final DispatcherConfig config;
  private final HandDrivenLoop loop;
  private final InMemoryController controller;
  private final PretendCloud hosts;
  private final MeteredCloud cloud;
  private final Map<String, Duration> runs = new HashMap<>();
  private final Map<String, Instant> firstStarts = new HashMap<>();

  private Replay(Trace trace, Menu menu, BigDecimal priceFactor, long seed) {
    this.menu = menu;
    config = config(menu, priceFactor);
    sizer = sizer(config);
    jobs = fitting(trace, menu).jobs();
    jobs.forEach(job -> runs.put(job.id(), job.runs()));
    loop = new HandDrivenLoop(START, seed, Duration.ofMillis(200));
    controller = new InMemoryController(loop, LIMITS);
    hosts = new PretendCloud(loop);
    hosts.bootTime = BOOT;
    hosts.payloads = this::started;
    cloud = new MeteredCloud(hosts, loop, menu, seed);
  }

  private static Sizer sizer(DispatcherConfig config) {
    long reserve = config.get(Settings.RESERVE_EXTRA_RAM);
    return new Sizer(config.instanceTypes(), new Sizer.Overheads(reserve, 0, 0), BigDecimal.ONE);
  }

  private static DispatcherConfig config(Menu menu, BigDecimal priceFactor) {
    DispatcherConfig.Builder builder =
        DispatcherConfig.builder("replay")
            .set(Settings.DEPLOY_RUNNER, false)
            .set(Settings.MAX_INSTANCES, 0L)
            .set(Settings.MAXIMUM_PRICE_FACTOR, priceFactor);
    menu.types().forEach(builder::instanceType);
    return builder.build();
  }

  /** The jobs of a trace that some type of the menu is large enough for. */
  static Trace fitting(Trace trace, Menu menu) {
    Sizer sizer = sizer(config(menu, BigDecimal.ONE));
    return trace.only(job -> sizer.size(job.needs(), menu.isPreemptible()).fits());
  }

  /** Runs a trace to its end, and until no instance is left. */
  static Figures run(
      Trace trace, Menu menu, PlacementPolicy policy, String priceFactor, long seed) {
    Replay replay = new Replay(trace, menu, new BigDecimal(priceFactor), seed);
    replay.run(policy);
    return replay.figures();
  }

  private void run(PlacementPolicy policy) {
    HandDrivenDispatcher.start(
        new HandDrivenDispatcher.Parts(config, cloud, hosts, controller, policy), loop);
    Instant begin = loop.instant();
    for (Job job : jobs) {
      Duration wait = Duration.between(loop.instant(), begin.plus(job.submitted()));
      if (!wait.isNegative() && !wait.isZero()) {
        loop.advance(wait);
      }
      controller.submit(
          ContainerSpec.builder(job.id(), job.needs(), RunSpec.of("run", job.id()))
              .preemptible(menu.isPreemptible())
              .build());
    }
    Instant deadline = loop.instant().plus(PATIENCE);
    while (!isOver()) {
      if (loop.instant().isAfter(deadline)) {
        throw new AssertionError("the replay does not end: " + controller.containers());
      }
      loop.advance(LOOK_AGAIN);
    }
  }

  private boolean isOver() {
    return cloud.isEmpty()
        && controller.containers().stream().allMatch(each -> each.state().isFinal());
  }

  private PretendHost.Payload started(String id) {
    firstStarts.putIfAbsent(id, loop.instant());
    return new PretendHost.Payload(runs.get(id), 0);
  }

  private Figures figures() {
    double cost = 0;
    double hours = 0;
    double paidVcpuHours = 0;
    for (MeteredCloud.Rental rental : cloud.rentals()) {
      InstanceType type = rental.type;
      cost += rental.hours() * type.price().doubleValue();
      hours += rental.hours();
      paidVcpuHours += rental.hours() * type.vcpus();
    }
    double neededVcpuHours = 0;
    for (Job job : jobs) {
      neededVcpuHours += job.runs().toMillis() / MILLIS_AN_HOUR * job.needs().vcpus();
    }
    return new Figures(
        jobs.size(),
        completed(),
        cost,
        LowerBound.of(jobs, menu.types(), sizer),
        waits(),
        neededVcpuHours / paidVcpuHours,
        cloud.rentals().size(),
        hours,
        cloud.interruptions,
        makespan());
  }

  private int completed() {
    return Math.toIntExact(
        controller.containers().stream()
            .filter(each -> each.state() == ContainerState.COMPLETE)
            .map(Container::result)
            .filter(result -> result != null && result.exitStatus() == 0)
            .count());
  }

  private List<Duration> waits() {
    return controller.containers().stream()
        .map(each -> Duration.between(each.createdAt(), firstStarts.get(each.id().value())))
        .sorted()
        .toList();
  }

  private Duration makespan() {
    Instant first = controller.find(new ContainerId(jobs.get(0).id())).orElseThrow().createdAt();
    Instant last =
        controller.containers().stream()
            .map(Container::result)
            .filter(result -> result != null)
            .map(RunResult::finishedAt)
            .max(Instant::compareTo)
            .orElseThrow();
    return Duration.between(first, last);
  }
}
