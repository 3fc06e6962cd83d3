package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.ssh.PrivateKeys;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A dispatcher with Compute Engine: real processes over real SSH")
class GceDispatcherTest {
  private static final int CONTAINERS = 50;
  private static final int INSTANCES = 10;

  @TempDir Path directory;

  private final Secret privateKey = PrivateKeys.generateEd25519();
  private final InMemoryController controller = new InMemoryController();
  private FakeGce fake;
  private VmHosts hosts;
  private Dispatcher dispatcher;

  @BeforeEach
  void begin() throws Exception {
    fake = new FakeGce();
    hosts = new VmHosts(fake, directory, privateKey);
  }

  private void start(String hostKeys) throws Exception {
    DispatcherConfig config =
        DispatcherConfig.builder("gce-test")
            .instanceType(
                InstanceType.builder("small", 1, 1L << 30, new BigDecimal("0.02"))
                    .providerType("e2-small")
                    .build())
            .set(Settings.DISPATCH_PRIVATE_KEY, privateKey)
            .set(Settings.RESERVE_EXTRA_RAM, 0L)
            .set(Settings.MAX_INSTANCES, (long) INSTANCES)
            .set(Settings.MAX_CLOUD_OPS_PER_SECOND, 100L)
            .set(Settings.POLL_INTERVAL, Duration.ofMillis(500))
            .set(Settings.PROBE_INTERVAL, Duration.ofSeconds(1))
            .set(Settings.SYNC_INTERVAL, Duration.ofSeconds(1))
            .set(Settings.TIMEOUT_BOOTING, Duration.ofSeconds(5))
            .set(Settings.TIMEOUT_SHUTDOWN, Duration.ofSeconds(1))
            .set(Settings.GONE_AFTER, Duration.ofSeconds(1))
            .set(Settings.QUOTA_RETRY, Duration.ofSeconds(1))
            .set(Settings.BREAKER_FAILURES, 0L)
            .build();
    Map<String, Object> parameters =
        Map.of(
            "project", "my-project",
            "zones", List.of("us-central1-a", "us-central1-b"),
            "adminUsername", System.getProperty("user.name"),
            "hostKeys", hostKeys,
            "endpoint", fake.endpoint());
    dispatcher =
        Dispatcher.builder(config)
            .driver(new HostedDriver(new GceDriver(), hosts.profile()), parameters)
            .controller(controller)
            .executors(hosts)
            .build();
    dispatcher.start();
  }

  @AfterEach
  void end() throws Exception {
    fake.faults.end();
    try {
      assertThat(dispatcher.drain(Duration.ofMinutes(1))).as("all instances gone").isTrue();
      assertThat(fake.project.vms()).as("instances that are left").isEmpty();
      assertThat(fake.project.disks()).as("disks that are left").isEmpty();
      assertThat(hosts.count()).as("hosts that are left").isZero();
      assertThat(fake.violations()).as("requests that Google does not know").isEmpty();
    } finally {
      dispatcher.close();
      hosts.close();
      fake.close();
    }
  }

  private void submit(String id, String script) {
    controller.submit(
        ContainerSpec.builder(id, Needs.of(1, 64L << 20), RunSpec.of("sh", "-c", script)).build());
  }

  private long finished() {
    return controller.containers().stream().filter(each -> each.state().isFinal()).count();
  }

  /** Each kind of trouble now and then, by counting. */
  private void makeTrouble() {
    AtomicInteger creates = new AtomicInteger();
    AtomicInteger listings = new AtomicInteger();
    AtomicInteger taggings = new AtomicInteger();
    AtomicInteger answers = new AtomicInteger();
    AtomicInteger zones = new AtomicInteger();
    FakeFaults faults = fake.faults;
    faults.looksUntilDone(2);
    fake.project.hideNew(1);
    faults.refuseToo(
        (verb, uri) -> KitFaults.isCreate(verb, uri) && creates.incrementAndGet() % 6 == 3,
        new FakeError(403, "rateLimitExceeded", "Rate Limit Exceeded"));
    faults.refuseToo(
        (verb, uri) -> KitFaults.isListing(verb, uri) && listings.incrementAndGet() % 5 == 2,
        new FakeError(503, "backendError", "Backend Error"));
    faults.refuseToo(
        (verb, uri) -> uri.getPath().endsWith("/setLabels") && taggings.incrementAndGet() % 3 == 0,
        new FakeError(412, "conditionNotMet", "Labels fingerprint either invalid or"));
    faults.loseAnswers(
        (verb, path) -> KitFaults.isCreate(verb, path) && answers.incrementAndGet() % 6 == 5);
    faults.failLater(
        zone ->
            switch (zones.incrementAndGet() % 5) {
              case 2 -> Optional.of(FakeFaults.exhausted(zone));
              case 4 -> Optional.of(FakeFaults.quota("CPUS"));
              default -> Optional.empty();
            });
  }

  @Test
  @DisplayName(
      "GCE-5 50 containers through 10 instances, with faults and a restart: one result each")
  void manyContainers() throws Exception {
    makeTrouble();
    for (int i = 0; i < CONTAINERS; i++) {
      submit("c" + i, "sleep 0.5; echo hello " + i + "; exit " + i % 3);
    }
    start("secret");
    await().atMost(Duration.ofMinutes(1)).until(() -> finished() >= 10);
    fake.project.vms().stream().findFirst().ifPresent(vm -> fake.project.preempt(vm.name()));
    await().atMost(Duration.ofMinutes(1)).until(() -> finished() >= 20);
    dispatcher.close();
    start("secret");
    assertThat(controller.awaitFinished(Duration.ofMinutes(2))).isTrue();

    assertThat(controller.containers()).hasSize(CONTAINERS);
    for (int i = 0; i < CONTAINERS; i++) {
      Container container = controller.containers().get(i);
      RunResult result = container.result();
      assertThat(container.state()).as(container.toString()).isEqualTo(ContainerState.COMPLETE);
      assertThat(result.exitStatus()).isEqualTo(i % 3);
      assertThat(result.stdout().text()).isEqualTo("hello " + i + "\n");
    }
    assertThat(hosts.most()).isLessThanOrEqualTo(INSTANCES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "guestAttributes"})
  @DisplayName("GCE-3 a host with a wrong key is refused, and another one does the work")
  void impostor(String hostKeys) throws Exception {
    hosts.impersonateNext();
    submit("only", "cat ../impostor 2>/dev/null || pwd");
    start(hostKeys);
    await().atMost(Duration.ofMinutes(1)).until(() -> impostors() == 1);
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              assertThat(runnersOfImpostors()).isEmpty();
              return finished() == 1;
            });
    assertThat(controller.containers().get(0).state()).isEqualTo(ContainerState.COMPLETE);
  }

  private long impostors() throws Exception {
    try (Stream<Path> files = Files.find(directory, 9, (path, kind) -> path.endsWith("impostor"))) {
      return files.count();
    }
  }

  /** What was ever copied to a host that is not what it seems. */
  private List<Path> runnersOfImpostors() throws Exception {
    try (Stream<Path> files =
        Files.find(
            directory,
            9,
            (path, kind) ->
                path.endsWith("dispatch-runner")
                    && Files.exists(path.resolveSibling("impostor")))) {
      return files.toList();
    } catch (UncheckedIOException e) {
      // A host went away in the midst of it.
      return List.of();
    }
  }
}
