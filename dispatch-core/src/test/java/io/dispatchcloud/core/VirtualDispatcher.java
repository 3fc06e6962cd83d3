package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.core.loop.HandDrivenLoop;
import io.dispatchcloud.core.pretend.PretendCloud;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A whole dispatcher in virtual time: the vocabulary of the scenarios. */
final class VirtualDispatcher {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final long GIB = 1L << 30;

  final HandDrivenLoop loop;
  final PretendCloud cloud;
  final InMemoryController controller;
  final FaultyController store;

  /** The application has no place for what containers wrote, while set. */
  boolean outputFails;

  /** Each pass that needs an instance fails in its middle while set. */
  boolean passesFail;

  /** The kind of event at which the application's listener fails. */
  String failing = "none";

  final List<String> log = new ArrayList<>();
  final DispatcherConfig config;
  private final Meters meters;
  private SteppedDispatcher dispatcher;

  VirtualDispatcher(long seed) {
    this(seed, defaults());
  }

  VirtualDispatcher(long seed, DispatcherConfig.Builder config) {
    this(seed, config, Meters.none());
  }

  VirtualDispatcher(long seed, DispatcherConfig.Builder config, Meters meters) {
    this.meters = meters;
    this.config = config.build();
    loop = new HandDrivenLoop(START, seed, Duration.ofMillis(200));
    cloud = new PretendCloud(loop);
    controller = new InMemoryController(loop, AttemptLimits.DEFAULT);
    store = new FaultyController(controller);
    dispatcher = newDispatcher();
  }

  static DispatcherConfig.Builder defaults() {
    return DispatcherConfig.builder("test")
        .set(Settings.RESERVE_EXTRA_RAM, 0L)
        .set(Settings.MAX_CLOUD_OPS_PER_SECOND, 0L)
        .set(Settings.DEPLOY_RUNNER, false)
        .instanceType(type("small", 2, 4, "0.10"))
        .instanceType(type("medium", 4, 8, "0.20"))
        .instanceType(type("large", 8, 16, "0.40"));
  }

  static InstanceType type(String name, int vcpus, long ramGib, String price) {
    return InstanceType.builder(name, vcpus, ramGib * GIB, new BigDecimal(price)).build();
  }

  private OutputStream output(Attempt attempt, OutputStore.Stream stream) throws IOException {
    if (outputFails) {
      throw new IOException("no space left for " + stream.word() + " of " + attempt);
    }
    return OutputStream.nullOutputStream();
  }

  private InstanceType cheapest(PlacementPolicy.Choice choice) {
    if (passesFail) {
      throw new InternalError("planted: more than a policy that fails");
    }
    return choice.candidates().get(0);
  }

  private void listen(DispatchEvent event) {
    log.add(event.toString());
    if (event.kind().name().equals(failing)) {
      throw new AssertionError("planted: the application's listener fails");
    }
  }

  private SteppedDispatcher newDispatcher() {
    Assembly assembly =
        Dispatcher.builder(config)
            .driver(cloud, Map.of())
            .executors(cloud)
            .controller(store)
            .outputs(this::output)
            .meters(meters)
            .listener(this::listen)
            .placement(this::cheapest)
            .assemble();
    return new SteppedDispatcher(assembly, loop);
  }

  void start() {
    dispatcher.start(failure -> assertThat(failure).isEmpty());
    await(() -> isActive(dispatcher));
  }

  /** The dispatcher dies without a word. */
  void crash() {
    dispatcher.die();
  }

  /** The dispatcher dies without a word, and another one takes over when its lease is over. */
  void crashAndRestart() {
    dispatcher.die();
    dispatcher = newDispatcher();
    start();
  }

  void submit(String id, int vcpus, long ramGib, long priority) {
    controller.submit(
        ContainerSpec.builder(id, Needs.of(vcpus, ramGib * GIB), RunSpec.of("run", id))
            .priority(priority)
            .build());
  }

  Container container(String id) {
    return controller.find(new ContainerId(id)).orElseThrow();
  }

  ContainerState state(String id) {
    return container(id).state();
  }

  static boolean isActive(SteppedDispatcher dispatcher) {
    return dispatcher
        .snapshot()
        .map(snapshot -> snapshot.state() == DispatcherState.ACTIVE)
        .orElse(false);
  }

  DispatcherSnapshot snapshot() {
    return dispatcher.snapshot().orElseThrow();
  }

  Active active() {
    return dispatcher.active().orElseThrow();
  }

  boolean allFinished() {
    return controller.containers().stream().allMatch(each -> each.state().isFinal());
  }

  void await(java.util.function.BooleanSupplier condition) {
    assertThat(loop.runUntil(condition, Duration.ofHours(12)))
        .as("came true in time; the last events: %s", tail())
        .isTrue();
  }

  private List<String> tail() {
    return log.subList(Math.max(0, log.size() - 20), log.size());
  }

  /** All starts on all hosts that ever were: {@code id attempt}. */
  List<String> starts() {
    return cloud.hosts.values().stream().flatMap(host -> host.starts.stream()).toList();
  }
}
