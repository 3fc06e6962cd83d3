package io.dispatchcloud.driver.ec2;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.ssh.PrivateKeys;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The dispatcher at the fake EC2, with real hosts behind its addresses")
class DispatcherAtEc2Test {
  private static final int CONTAINERS = 50;
  private static final int INSTANCES = 10;
  private static final long MIB = 1L << 20;
  private static final Secret KEY = PrivateKeys.generateEd25519();

  private static Set<Thread> threadsBefore = Set.of();

  @TempDir Path directory;

  private final InMemoryController controller = new InMemoryController();
  private final List<DispatchEvent> events = new CopyOnWriteArrayList<>();
  private LocalHosts hosts;
  private HostExecutors executors;
  private FakeEc2 ec2;

  @BeforeEach
  void start() throws Exception {
    hosts = new LocalHosts(directory.resolve("hosts"), KEY);
    executors = new HostExecutors(hosts);
    ec2 = new FakeEc2(hosts);
  }

  @AfterEach
  void end() {
    ec2.close();
  }

  @BeforeAll
  static void noteThreads() {
    threadsBefore = dispatcherThreads();
  }

  @AfterAll
  static void nothingRunsOn() {
    await()
        .untilAsserted(
            () ->
                assertThat(dispatcherThreads())
                    .as("threads that are left")
                    .isSubsetOf(threadsBefore));
  }

  private static Set<Thread> dispatcherThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dispatch"))
        .collect(toSet());
  }

  private static InstanceType.Builder type(String name, int vcpus, String price) {
    return InstanceType.builder(name, vcpus, 16_384 * MIB, new BigDecimal(price))
        .addedScratch(1L << 30);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static DispatcherConfig config() {
    return DispatcherConfig.builder("at-ec2")
        .instanceType(type("g4dn.xlarge", 4, "0.09").build())
        .instanceType(type("m5.large", 2, "0.10").build())
        .instanceType(type("m5.xlarge", 4, "0.12").build())
        .instanceType(type("spot", 4, "0.04").providerType("m5.xlarge").preemptible(true).build())
        .set(Settings.IMAGE_ID, Ec2Environment.IMAGE)
        .set(Settings.DISPATCH_PRIVATE_KEY, KEY)
        .set(Settings.BOOT_PROBE_COMMAND, "true")
        .set(Settings.DEPLOY_RUNNER_DIRECTORY, "runner")
        // Its hosts are this machine: they must not be shut down.
        .set(Settings.LEASE_COMMAND, "true")
        .set(Settings.RESERVE_EXTRA_RAM, 0L)
        .set(Settings.POLL_INTERVAL, millis(300))
        .set(Settings.PROBE_INTERVAL, millis(300))
        .set(Settings.SYNC_INTERVAL, millis(300))
        .set(Settings.TIMEOUT_IDLE, millis(1_000))
        .set(Settings.TIMEOUT_BOOTING, millis(5_000))
        .set(Settings.TIMEOUT_SHUTDOWN, millis(500))
        .set(Settings.GONE_AFTER, millis(500))
        .set(Settings.QUOTA_RETRY, millis(1_000))
        .set(Settings.STALE_LOCK_TIMEOUT, millis(2_000))
        .set(Settings.MAX_CLOUD_OPS_PER_SECOND, 0L)
        .set(Settings.MAX_INSTANCES, 0L)
        .set(Settings.BREAKER_FAILURES, 20L)
        .build();
  }

  private Dispatcher dispatcher(String hostKeys) {
    Map<String, Object> parameters = new HashMap<>(ec2.parameters());
    parameters.put("hostKeys", hostKeys);
    parameters.put("adminUsername", System.getProperty("user.name"));
    parameters.put("subnetId", List.of("subnet-a", "subnet-b"));
    return Dispatcher.builder(config())
        .driver("ec2", parameters)
        .controller(controller)
        .executors(executors)
        .listener(events::add)
        .build();
  }

  private void submit(String id, int vcpus, boolean preemptible) {
    String script = "echo " + id + " >>'" + directory.resolve("runs") + "'; sleep 0.2; echo " + id;
    controller.submit(
        ContainerSpec.builder(id, Needs.of(vcpus, 64 * MIB), RunSpec.of("sh", "-c", script))
            .preemptible(preemptible)
            .build());
  }

  private long finished() {
    return controller.containers().stream().filter(each -> each.state().isFinal()).count();
  }

  /** Each ran once, and says so. */
  private void assertAllRanOnce() throws Exception {
    for (Container container : controller.containers()) {
      assertThat(container.state()).as(container.toString()).isEqualTo(ContainerState.COMPLETE);
      assertThat(container.result().exitStatus()).as(container.toString()).isZero();
      assertThat(container.result().stdout().text()).isEqualTo(container.id() + "\n");
    }
    assertThat(Files.readAllLines(directory.resolve("runs")))
        .hasSize(controller.containers().size())
        .doesNotHaveDuplicates();
  }

  /** Waits until nothing is left that costs. The key pair stays, which does not. */
  private void assertNothingLeft(Dispatcher dispatcher) throws Exception {
    if (!dispatcher.drain(millis(1))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(ec2.cloud.alive()).isEmpty());
    }
    assertThat(ec2.cloud.volumes).isEmpty();
    assertThat(ec2.cloud.networkInterfaces).isEmpty();
    assertThat(ec2.cloud.spotRequests).isEmpty();
    assertThat(ec2.cloud.keyPairs).hasSize(1);
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "host keys by {0}")
  @ValueSource(strings = {"console", "secret"})
  @DisplayName("EC2-2 EC2-4 EC2-5 EC2-6 50 containers run through 10 instances, come what may")
  void manyContainers(String hostKeys) throws Exception {
    ec2.cloud.limit = INSTANCES;
    new FaultPlan(hostKeys.hashCode()).begin(ec2.faults);
    for (int i = 0; i < CONTAINERS; i++) {
      submit("c%02d".formatted(i), 1 + i % 2, i % 5 == 0);
    }

    try (Dispatcher first = dispatcher(hostKeys)) {
      first.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> finished() >= CONTAINERS / 3);
    }
    assertThat(finished()).as("the first dispatcher left some").isLessThan(CONTAINERS);
    try (Dispatcher second = dispatcher(hostKeys)) {
      second.start();
      assertThat(controller.awaitFinished(Duration.ofSeconds(60)))
          .as(() -> String.valueOf(second.snapshot()))
          .isTrue();
      assertNothingLeft(second);
    }

    assertAllRanOnce();
    assertThat(ec2.cloud.made()).isGreaterThan(1);
    assertThat(events)
        .extracting(DispatchEvent::detail)
        .anyMatch(detail -> detail.contains("InsufficientInstanceCapacity"));
    assertThat(ec2.requests("DescribeSpotPriceHistory")).isNotEmpty();
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "host keys by {0}")
  @ValueSource(strings = {"console", "secret"})
  @DisplayName("EC2-1 a host that is not the instance's is refused, and nothing runs there")
  void wrongHost(String hostKeys) throws Exception {
    hosts.divertNext();
    submit("a", 2, false);

    try (Dispatcher dispatcher = dispatcher(hostKeys)) {
      dispatcher.start();
      assertThat(controller.awaitFinished(Duration.ofSeconds(60))).isTrue();
      assertNothingLeft(dispatcher);
    }

    assertAllRanOnce();
    String diverted = hosts.diverted();
    assertThat(executors.refused()).containsOnly(diverted);
    assertThat(events)
        .filteredOn(event -> event.kind() == DispatchEvent.Kind.CONTAINER_STARTING)
        .singleElement()
        .satisfies(event -> assertThat(event.instance()).isNotEqualTo(diverted));
    assertThat(ec2.cloud.made()).isEqualTo(2);
  }
}
