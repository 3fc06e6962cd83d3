package io.dispatchcloud.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.test.stub.StubBehavior;
import io.dispatchcloud.test.stub.StubDriver;
import io.dispatchcloud.test.stub.StubPayload;
import io.dispatchcloud.test.stub.StubStart;
import io.dispatchcloud.test.stub.VmBehavior;
import io.dispatchcloud.test.stub.VmOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dispatcher in a cloud where things go wrong, with an operator who intervenes. */
class RebuildTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String DIES = "stub-00003";
  private static final int SHORT = 12;

  @TempDir private Path folder;
  private final InMemoryController store = new InMemoryController();
  private Secret key = Secret.of("none");

  private static VmBehavior vm(VmOrder order) {
    VmBehavior.Builder vm = VmBehavior.builder().bootDelay(Duration.ofMillis(50));
    if (order.number() == 3) {
      vm.dies(Duration.ofSeconds(2));
    }
    return vm.crashRateBeforeRunning(0.1).build();
  }

  private static StubPayload payload(StubStart start) {
    boolean isLong = start.attempt().container().value().startsWith("long");
    return StubPayload.of(isLong ? Duration.ofMinutes(10) : Duration.ofMillis(100), 0);
  }

  /** The same for both dispatchers: the second one is let in where the first one was. */
  @BeforeEach
  void makeKey() throws Exception {
    Path file = folder.resolve("key");
    Process made =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
            .start();
    assertThat(made.waitFor()).isZero();
    key = Secret.of(Files.readString(file));
  }

  private DispatcherConfig config() {
    return DispatcherConfig.builder("shop")
        .instanceType(InstanceType.builder("small", 2, 16L << 30, new BigDecimal("0.1")).build())
        .set(Settings.DISPATCH_PRIVATE_KEY, key)
        .set(Settings.RESERVE_EXTRA_RAM, 0L)
        .set(Settings.POLL_INTERVAL, Duration.ofMillis(300))
        .set(Settings.PROBE_INTERVAL, Duration.ofMillis(300))
        .set(Settings.SYNC_INTERVAL, Duration.ofMillis(300))
        .set(Settings.TIMEOUT_BOOTING, Duration.ofSeconds(15))
        .set(Settings.TIMEOUT_PROBE, Duration.ofSeconds(15))
        .set(Settings.TIMEOUT_SHUTDOWN, Duration.ofMillis(500))
        .set(Settings.GONE_AFTER, Duration.ofMillis(500))
        .set(Settings.STALE_LOCK_TIMEOUT, Duration.ofSeconds(1))
        .set(Settings.MAX_CLOUD_OPS_PER_SECOND, 0L)
        .set(Settings.MAX_INSTANCES, 6L)
        .set(Settings.TIMEOUT_IDLE, Duration.ofMinutes(10))
        .set(Settings.CANCEL_UNSATISFIABLE, true)
        .build();
  }

  private void submit(String id, int vcpus, long priority) {
    store.submit(
        ContainerSpec.builder(id, Needs.of(vcpus, 64L << 20), RunSpec.of("true"))
            .priority(priority)
            .build());
  }

  private ContainerState state(String id) {
    return store.find(new ContainerId(id)).orElseThrow().state();
  }

  private Dispatcher dispatcher(StubDriver cloud) {
    return Dispatcher.builder(config()).driver(cloud, Map.of()).controller(store).build();
  }

  private static InstanceId idleOrRunning(Dispatcher dispatcher, int number) {
    await().atMost(PATIENCE).until(() -> ready(dispatcher).size() > number);
    return ready(dispatcher).get(number);
  }

  private static List<InstanceId> ready(Dispatcher dispatcher) {
    return dispatcher.snapshot().workers().stream()
        .filter(worker -> worker.id() != null && worker.state().isReady())
        .filter(worker -> worker.behavior() == IdleBehavior.RUN)
        .filter(worker -> !DIES.equals(String.valueOf(worker.id())))
        .map(WorkerView::id)
        .filter(Objects::nonNull)
        .toList();
  }

  private static boolean sees(Dispatcher dispatcher, String id) {
    return dispatcher.snapshot().containers().stream()
        .anyMatch(view -> view.container().id().value().equals(id));
  }

  private static String tail(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What is not yet as it shall be in the end. */
  private List<String> unsettled(Dispatcher dispatcher) {
    List<String> unsettled = new ArrayList<>();
    for (Container each : store.containers()) {
      String id = each.id().value();
      boolean settled =
          switch (id) {
            case "long1", "long2" -> each.state() == ContainerState.RUNNING;
            case "held" -> each.state() == ContainerState.QUEUED;
            default -> each.state().isFinal() && !sees(dispatcher, id);
          };
      if (!settled) {
        unsettled.add(id + " " + each.state() + " " + each.attempt() + " " + each.error());
      }
    }
    return unsettled;
  }

  @Test
  @DisplayName("The event log is enough to rebuild instances, containers, and what runs where")
  void theLogIsEnough() throws Exception {
    Path file = folder.resolve("events");
    StubBehavior behavior =
        StubBehavior.builder().seed(1).vms(RebuildTest::vm).payloads(RebuildTest::payload).build();
    try (StubDriver cloud = new StubDriver(behavior);
        EventLog log = EventLog.open(file)) {
      firstReign(cloud, log, file);
      secondReign(cloud, log, file);
    }
    // And after the end nothing more is told than was.
    Rebuilt rebuilt = Rebuilt.from(file);
    assertThat(rebuilt.headers).isEqualTo(2);
    assertThat(rebuilt.missed).isZero();
  }

  private void firstReign(StubDriver cloud, EventLog log, Path file) throws Exception {
    for (int i = 0; i < SHORT; i++) {
      submit("short" + i, 1, 1 + i % 3);
    }
    submit("large", 64, 1);
    try (Dispatcher dispatcher = dispatcher(cloud);
        EventLog.Recording recording = log.record("shop", dispatcher)) {
      dispatcher.start();
      InstanceId held = idleOrRunning(dispatcher, 0);
      assertThat(dispatcher.setIdleBehavior(held, IdleBehavior.HOLD, "to look at it")).isTrue();
      InstanceId killed = idleOrRunning(dispatcher, 0);
      assertThat(dispatcher.killInstance(killed, "it is slow")).isTrue();
      await().atMost(PATIENCE).until(() -> state("large") == ContainerState.CANCELLED);
      String gone = "\"kind\":\"instanceGone\",\"instance\":\"" + killed + "\"";
      await().atMost(PATIENCE).until(() -> Files.readString(file).contains(gone));
      recording.settle();
    }
  }

  /**
   * A successor finds what was left, with an instance on hold of which no event of its own tells.
   */
  private void secondReign(StubDriver cloud, EventLog log, Path file) throws Exception {
    submit("long1", 1, 9);
    submit("long2", 1, 9);
    submit("longKilled", 1, 9);
    submit("longGone", 1, 9);
    submit("held", 1, 0);
    try (Dispatcher dispatcher = dispatcher(cloud);
        EventLog.Recording recording = log.record("shop", dispatcher)) {
      dispatcher.start();
      await().atMost(PATIENCE).until(() -> sees(dispatcher, "longGone"));
      store.cancel(new ContainerId("longGone"), "not needed any more");
      await().atMost(PATIENCE).until(() -> sees(dispatcher, "longKilled"));
      assertThat(dispatcher.killContainer(new ContainerId("longKilled"), "by an operator"))
          .isTrue();
      dispatcher.setIdleBehavior(idleOrRunning(dispatcher, 0), IdleBehavior.DRAIN, "it is old");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(unsettled(dispatcher))
                      .as(() -> "what is left, after " + tail(file))
                      .isEmpty());
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> Rebuilt.from(file).assertShows(dispatcher.snapshot()));
      recording.settle();
      Rebuilt rebuilt = Rebuilt.from(file);
      assertThat(rebuilt.machines.values())
          .extracting(machine -> machine.behavior)
          .contains("hold");
      rebuilt.assertShows(
          store.containers().stream()
              // On hold all the time, it is in nobody's queue.
              .filter(each -> !each.id().value().equals("held"))
              .toList());
    }
  }
}
