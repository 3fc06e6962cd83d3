package io.dispatchcloud.core.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.ssh.JschExecutorProvider;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("system")
@DisplayName("Hosts with addresses and an sshd of their own, to one of which the link is cut")
class LinkCutTest {
  private static final long MIB = 1L << 20;
  private static final List<String> FOUR = List.of("a", "b", "c", "d");

  @TempDir Path folder;
  private final InMemoryController controller = new InMemoryController();
  private Network network;
  private NetworkDriver driver;
  private Dispatcher dispatcher;

  @BeforeEach
  void makeNetwork() throws Exception {
    Files.createFile(folder.resolve("log"));
    network = new Network(folder);
    driver = new NetworkDriver(network, folder);
  }

  @AfterEach
  void end() throws Exception {
    if (network == null) {
      return;
    }
    try {
      endDispatcher();
      assertThat(network.strayPackets()).as("packets that would have left the machine").isZero();
    } finally {
      network.remove();
    }
  }

  private void endDispatcher() throws Exception {
    if (dispatcher == null) {
      return;
    }
    try {
      Files.writeString(folder.resolve("go"), "");
      assertThat(dispatcher.drain(Duration.ofMinutes(1))).as("all instances gone").isTrue();
    } finally {
      dispatcher.close();
    }
  }

  @Test
  @DisplayName("POOL-14 a link that comes back in time: nothing is lost, and nothing runs twice")
  void comesBack() throws Exception {
    start(Duration.ofMinutes(5));
    FOUR.forEach(this::submit);
    awaitRunning(FOUR);
    NetworkHost host = driver.made.get(0);
    NetworkHost other = driver.made.get(1);

    host.cut();
    patiently()
        .until(() -> lastAnswer(other).isAfter(lastAnswer(host).plus(Duration.ofSeconds(8))));
    Instant mended = Instant.now();
    host.mend();
    patiently().until(() -> lastAnswer(host).isAfter(mended));
    assertThat(log()).containsExactlyInAnyOrder("a start", "b start", "c start", "d start");

    Files.writeString(folder.resolve("go"), "");
    assertThat(controller.awaitFinished(Duration.ofMinutes(1))).isTrue();
    List<String> more = List.of("e", "f", "g", "h");
    more.forEach(this::submit);
    assertThat(controller.awaitFinished(Duration.ofMinutes(1))).isTrue();

    for (String id : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
      assertThat(container(id).state()).as(id).isEqualTo(ContainerState.COMPLETE);
      assertThat(container(id).attempt()).as(id).isEqualTo(1);
      assertThat(log()).containsOnlyOnce(id + " start").containsOnlyOnce(id + " end");
    }
    assertThat(driver.made).hasSize(2);
    assertThat(driver.destroyed).isEmpty();
    assertThat(more)
        .as("one of these ran on the host whose link was cut")
        .anyMatch(id -> Objects.equals(ranOn(id), host.name()));
  }

  @Test
  @DisplayName("POOL-14 a link that stays down: the host is destroyed, and its containers run anew")
  void staysDown() throws Exception {
    start(Duration.ofSeconds(5));
    FOUR.forEach(this::submit);
    awaitRunning(FOUR);
    NetworkHost host = driver.made.get(0);

    host.cut();
    patiently().until(() -> driver.destroyed.contains(host));
    patiently().until(() -> log().stream().filter(line -> line.endsWith(" start")).count() == 6);
    awaitRunning(FOUR);
    Files.writeString(folder.resolve("go"), "");
    assertThat(controller.awaitFinished(Duration.ofMinutes(1))).isTrue();

    assertThat(FOUR).allMatch(id -> container(id).state() == ContainerState.COMPLETE);
    assertThat(FOUR).filteredOn(id -> container(id).attempt() == 2).hasSize(2);
    assertThat(log()).noneMatch(line -> line.endsWith(" twice"));
    for (String id : FOUR) {
      assertThat(log()).containsOnlyOnce(id + " end");
    }
    assertThat(driver.made).hasSize(3);
  }

  private void start(Duration timeoutProbe) throws Exception {
    DispatcherConfig config =
        DispatcherConfig.builder("network-test")
            .instanceType(
                InstanceType.builder("host", 2, 1024 * MIB, new BigDecimal("0.10")).build())
            .set(Settings.RESERVE_EXTRA_RAM, 0L)
            .set(Settings.POLL_INTERVAL, Duration.ofMillis(500))
            .set(Settings.PROBE_INTERVAL, Duration.ofSeconds(1))
            .set(Settings.SYNC_INTERVAL, Duration.ofSeconds(1))
            .set(Settings.TIMEOUT_PROBE, timeoutProbe)
            .set(Settings.TIMEOUT_IDLE, Duration.ofMinutes(5))
            .set(Settings.GONE_AFTER, Duration.ZERO)
            .set(Settings.TIMEOUT_SIGNAL, Duration.ofSeconds(1))
            .build();
    dispatcher =
        Dispatcher.builder(config)
            .driver(driver, Map.of())
            .controller(controller)
            .executors(new Impatient())
            .build();
    dispatcher.start();
  }

  /** Its script tells of each start and end, and of being started while it runs elsewhere. */
  private void submit(String id) {
    String script =
        """
        cd '%1$s' && exec 9>>'%2$s.lock' || exit 1
        flock -n 9 || { echo '%2$s twice' >>log; exit 1; }
        echo '%2$s start' >>log
        until test -e go; do sleep 0.2; done
        echo '%2$s end' >>log
        """
            .formatted(folder, id);
    controller.submit(
        ContainerSpec.builder(id, Needs.of(1, 64 * MIB), RunSpec.of("sh", "-c", script)).build());
  }

  private void awaitRunning(List<String> ids) {
    patiently()
        .until(() -> ids.stream().allMatch(id -> container(id).state() == ContainerState.RUNNING));
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(4));
  }

  private Container container(String id) {
    return controller.find(new ContainerId(id)).orElseThrow();
  }

  private String ranOn(String id) {
    return String.valueOf(container(id).instance());
  }

  private List<String> log() throws Exception {
    return Files.readAllLines(folder.resolve("log"), UTF_8);
  }

  private Instant lastAnswer(NetworkHost host) {
    for (WorkerView worker : dispatcher.snapshot().workers()) {
      if (worker.id() != null && worker.id().value().equals(host.name())) {
        return Objects.requireNonNullElse(worker.lastAnswer(), Instant.EPOCH);
      }
    }
    throw new AssertionError("the worker of " + host.name() + " is gone");
  }

  /** The usual executors, that find a dead peer out within seconds. */
  private static final class Impatient implements ExecutorProvider {
    private final ExecutorProvider usual = new JschExecutorProvider();

    @Override
    public String name() {
      return "impatient";
    }

    @Override
    public Executor open(ExecutorContext context, ExecutorTarget target) {
      ExecutorContext.Limits limits =
          new ExecutorContext.Limits(
              Duration.ofSeconds(5),
              context.limits().command(),
              Duration.ofSeconds(1),
              context.limits().channels(),
              context.limits().outputBytes());
      return usual.open(
          new ExecutorContext(
              context.privateKey(),
              context.defaultPort(),
              limits,
              context.threads(),
              context.clock(),
              context.meters()),
          target);
    }
  }
}
