package io.dispatchcloud.core;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A dispatcher with local instances: real processes over real SSH")
class LocalDispatcherTest {
  private static final long MIB = 1L << 20;

  @TempDir Path directory;

  private final InMemoryController controller = new InMemoryController();
  private final List<String> starts = new CopyOnWriteArrayList<>();
  private Set<Thread> threadsBefore;
  private Dispatcher dispatcher;

  @BeforeEach
  void start() throws Exception {
    threadsBefore = ourThreads();
    dispatcher = newDispatcher();
    dispatcher.start();
  }

  private Dispatcher newDispatcher() {
    DispatcherConfig config =
        DispatcherConfig.builder("local-test")
            .instanceType(
                InstanceType.builder("small", 2, 1024 * MIB, new BigDecimal("0.10")).build())
            .instanceType(
                InstanceType.builder("large", 4, 4096 * MIB, new BigDecimal("0.40")).build())
            .set(Settings.RESERVE_EXTRA_RAM, 0L)
            .set(Settings.POLL_INTERVAL, Duration.ofMillis(500))
            // Long, so that what is known at once is known by the waiting list commands (POOL-24).
            .set(Settings.PROBE_INTERVAL, Duration.ofMinutes(1))
            .set(Settings.SYNC_INTERVAL, Duration.ofSeconds(1))
            .set(Settings.GONE_AFTER, Duration.ZERO)
            .set(Settings.TIMEOUT_SIGNAL, Duration.ofSeconds(1))
            .build();
    return Dispatcher.builder(config)
        .driver("local", Map.of("directory", directory.toString(), "maxInstances", 4))
        .controller(controller)
        .listener(
            event -> {
              if (event.kind() == DispatchEvent.Kind.CONTAINER_STARTING) {
                starts.add(event.container());
              }
            })
        .build();
  }

  @AfterEach
  void end() throws Exception {
    assertThat(dispatcher.drain(Duration.ofMinutes(1))).as("all instances gone").isTrue();
    dispatcher.close();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(ourThreads())
                    .as("threads that are left after close()")
                    .isSubsetOf(threadsBefore));
  }

  private static Set<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dispatch"))
        .collect(toSet());
  }

  private void submit(String id, int vcpus, String script) {
    controller.submit(
        ContainerSpec.builder(id, Needs.of(vcpus, 64 * MIB), RunSpec.of("sh", "-c", script))
            .build());
  }

  private Container container(String id) {
    return controller.find(new ContainerId(id)).orElseThrow();
  }

  @Test
  @DisplayName(
      "POOL-24 runs each container once, and knows long before the next probe how it ended")
  void runsContainers() throws Exception {
    for (int i = 0; i < 12; i++) {
      submit("c" + i, 1 + i % 3, "echo hello " + i + "; echo oops >&2; exit " + i % 2);
    }

    assertThat(controller.awaitFinished(Duration.ofSeconds(50))).isTrue();

    assertThat(starts).hasSize(12).doesNotHaveDuplicates();
    for (int i = 0; i < 12; i++) {
      Container container = container("c" + i);
      RunResult result = container.result();
      assertThat(container.state()).as(container.toString()).isEqualTo(ContainerState.COMPLETE);
      assertThat(result.exitStatus()).isEqualTo(i % 2);
      assertThat(result.stdout().text()).isEqualTo("hello " + i + "\n");
      assertThat(result.stderr().text()).isEqualTo("oops\n");
    }
  }

  @Test
  @DisplayName("CTR-4 kills what is put on hold, and starts it anew when it is released")
  void hold() throws Exception {
    submit(
        "held", 1, "trap 'exit 9' TERM; test -e go || { touch go; sleep 300 & wait; }; echo done");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> container("held").state() == ContainerState.RUNNING);

    controller.setPriority(new ContainerId("held"), 0);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> container("held").state() == ContainerState.QUEUED);
    assertThat(container("held").attempt()).isEqualTo(1);

    controller.cancel(new ContainerId("held"), "enough");
  }

  @Test
  @DisplayName("SCH-14 kills what its owner cancels")
  void cancel() throws Exception {
    submit("long", 1, "sleep 300");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> container("long").state() == ContainerState.RUNNING);

    controller.cancel(new ContainerId("long"), "not needed any more");

    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                dispatcher.snapshot().workers().stream()
                    .allMatch(worker -> worker.containers().isEmpty()));
    assertThat(container("long").state()).isEqualTo(ContainerState.CANCELLED);
  }

  @Test
  @DisplayName("TYPE-5 cancels what no type fits, and says why")
  void tooLarge() throws Exception {
    submit("huge", 64, "true");

    assertThat(controller.awaitFinished(Duration.ofMinutes(1))).isTrue();

    assertThat(container("huge").error())
        .contains("small has 2 vCPUs, needed are 64")
        .contains("large has 4 vCPUs, needed are 64");
  }

  @Test
  @DisplayName("names its threads, so that a thread dump tells who waits for what")
  void threadNames() {
    assertThat(ourThreads())
        .extracting(Thread::getName)
        .anyMatch(name -> name.equals("dispatch-local-test-loop"));
  }
}
