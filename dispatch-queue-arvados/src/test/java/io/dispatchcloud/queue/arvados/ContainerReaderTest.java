package io.dispatchcloud.queue.arvados;

import static io.dispatchcloud.queue.arvados.Bench.T1;
import static io.dispatchcloud.queue.arvados.Bench.attempt;
import static io.dispatchcloud.queue.arvados.Bench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ContainerReaderTest {
  private static final RunResult RESULT =
      new RunResult(
          3,
          Instant.parse("2026-01-01T00:01:00Z"),
          Instant.parse("2026-01-01T00:02:00Z"),
          OutputTail.EMPTY,
          OutputTail.EMPTY);

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench();
    bench.server.add(1, 7, T1);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Container read() throws ControllerException {
    return bench.store.byId(List.of(id(1))).get(0);
  }

  @Test
  @DisplayName("CTR-6 vCPUs, memory, caches and scratch are kept; the image's size is not known")
  void needs() throws Exception {
    bench.server.put(
        1,
        "runtime_constraints",
        Map.of(
            "vcpus",
            4,
            "ram",
            12_345_678_901L,
            "keep_cache_ram",
            268_435_456,
            "keep_cache_disk",
            2_147_483_648L,
            "API",
            true));
    bench.server.put(
        1,
        "mounts",
        Map.of(
            "/tmp", Map.of("kind", "tmp", "capacity", 1_000_000_000),
            "/out", Map.of("kind", "tmp", "capacity", 2_000_000_000L),
            "/data", Map.of("kind", "collection", "portable_data_hash", "abc+7"),
            "/in.json", Map.of("kind", "json", "content", List.of(1, 2)),
            "stdout", Map.of("kind", "file", "path", "/out/x")));
    assertThat(read().needs())
        .isEqualTo(
            new Needs(
                4, 12_345_678_901L, 268_435_456, 3_000_000_000L, 0, 2_147_483_648L, GpuNeeds.NONE));
  }

  @Test
  @DisplayName("CTR-6 GPUs, in the newer and in the older words")
  void gpus() throws Exception {
    bench.server.put(
        1,
        "runtime_constraints",
        Map.of(
            "vcpus",
            1,
            "gpu",
            Map.of(
                "stack",
                "rocm",
                "device_count",
                2,
                "driver_version",
                "6.2",
                "hardware_target",
                List.of("gfx1100", "gfx1103"),
                "vram",
                8_000_000_000L)));
    assertThat(read().needs().gpu())
        .isEqualTo(new GpuNeeds("rocm", 2, "6.2", List.of("gfx1100", "gfx1103"), 8_000_000_000L));

    Map<String, Object> cuda =
        Map.of("device_count", 1, "driver_version", "11.0", "hardware_capability", "9.0");
    Map<String, Object> none =
        Map.of("stack", "", "device_count", 0, "driver_version", "", "vram", 0);
    bench.server.put(1, "runtime_constraints", Map.of("gpu", none, "cuda", cuda));
    assertThat(read().needs().gpu()).isEqualTo(new GpuNeeds("cuda", 1, "11.0", List.of("9.0"), 0));

    bench.server.put(1, "runtime_constraints", Map.of("gpu", none));
    assertThat(read().needs().gpu()).isEqualTo(GpuNeeds.NONE);
  }

  /** As what is to be started must be read. */
  private Found readWhole() throws BadAnswerException {
    return new ContainerReader(FakeArvados.TOKEN_UUID, () -> Bench.SET)
        .read(bench.server.container(1));
  }

  @Test
  @DisplayName("CTR-6 needs that nobody can mean are refused with their names")
  void unfitNeeds() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("vcpus", -1),
            Map.of("vcpus", 1.5),
            Map.of("vcpus", 3_000_000_000L),
            Map.of("ram", "lots"),
            Map.of("ram", new BigDecimal("1e400")),
            Map.of("keep_cache_disk", true),
            Map.of("gpu", List.of()),
            Map.of("gpu", Map.of("device_count", 1)))) {
      bench.server.put(1, "runtime_constraints", wrong);
      String name = wrong.keySet().iterator().next();
      assertThatThrownBy(this::readWhole)
          .isInstanceOf(BadAnswerException.class)
          .hasMessageContaining(name);
    }
    bench.server.put(1, "runtime_constraints", Map.of());
    Map<String, Object> huge = Map.of("kind", "tmp", "capacity", Long.MAX_VALUE);
    bench.server.put(1, "mounts", Map.of("/a", huge, "/b", huge));
    assertThatThrownBy(this::readWhole)
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining("capacity");
  }

  @Test
  @DisplayName("CTR-5 supervisors, and those that take preemptible instances")
  void scheduling() throws Exception {
    assertThat(read().supervisor()).isFalse();
    assertThat(read().preemptible()).isFalse();
    bench.server.put(
        1,
        "scheduling_parameters",
        Map.of("supervisor", true, "preemptible", true, "partitions", List.of()));
    assertThat(read().supervisor()).isTrue();
    assertThat(read().preemptible()).isTrue();
  }

  @Test
  @DisplayName("CTR-4 priorities are kept to the last digit; 0 and null are a hold")
  void priorities() throws Exception {
    bench.server.put(1, "priority", 562_949_953_421_311_999L);
    assertThat(read().priority()).isEqualTo(562_949_953_421_311_999L);
    bench.server.put(1, "priority", null);
    assertThat(read().onHold()).isTrue();
  }

  @Test
  @DisplayName("CTR-1 times with nanoseconds are read")
  void times() throws Exception {
    bench.server.put(1, "created_at", "2026-01-01T12:34:56.123456789Z");
    assertThat(read().createdAt()).isEqualTo(Instant.parse("2026-01-01T12:34:56.123456789Z"));
  }

  @Test
  @DisplayName(
      "POOL-23 what runs there records by itself: the store says so, and tells what it recorded")
  void runnerRecords() throws Exception {
    assertThat(bench.store.runnerRecords()).isTrue();
    Owner owner = bench.owner();
    InstanceId host = new InstanceId("i-1");
    bench.store.lock(owner, id(1));
    assertThat(bench.store.recordRunning(owner, attempt(1, 1), host, bench.now()).state())
        .isEqualTo(ContainerState.LOCKED);
    assertThatThrownBy(() -> bench.store.recordResult(owner, attempt(1, 1), host, RESULT))
        .isInstanceOf(ControllerException.class)
        .hasMessageContaining("has not yet");

    bench.server.put(1, "state", "Running");
    bench.server.put(1, "started_at", "2026-01-01T00:01:00Z");
    Container running = bench.store.recordRunning(owner, attempt(1, 1), host, bench.now());
    assertThat(running.state()).isEqualTo(ContainerState.RUNNING);
    assertThat(running.startedAt()).isEqualTo(RESULT.startedAt());

    bench.server.put(1, "state", "Complete");
    bench.server.put(1, "finished_at", "2026-01-01T00:02:00Z");
    bench.server.put(1, "exit_code", 3);
    Container complete = bench.store.recordResult(owner, attempt(1, 1), host, RESULT);
    assertThat(complete.result()).isEqualTo(RESULT);
    assertThat(complete.owner()).isNull();
    assertThatThrownBy(() -> bench.store.recordResult(owner, attempt(1, 2), host, RESULT))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  @DisplayName("POOL-23 a complete one of which not all is told has no result here")
  void partialResult() throws Exception {
    bench.server.put(1, "state", "Complete");
    assertThat(read().result()).isNull();
  }

  @Test
  @DisplayName("CTR-1 what others note in the runtime status may be anything")
  void oddStatus() throws Exception {
    bench.server.put(1, "state", "Cancelled");
    bench.server.put(
        1, "runtime_status", Map.of("error", 7, "dispatchInstance", 7, "dispatchAttempt", "x"));
    assertThat(read().error()).isEmpty();
    assertThat(read().instance()).isNull();
    bench.server.put(1, "runtime_status", null);
    assertThat(read().error()).isEmpty();
  }
}
