package io.dispatchcloud.test.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.test.stub.QueueChange.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the stub tells of what did happen")
class StubWitnessTest {
  private static final DispatcherConfig CONFIG =
      DispatcherConfig.builder("witness")
          .instanceType(InstanceType.builder("small", 4, 1L << 34, BigDecimal.ONE).build())
          .set(Settings.SYNC_INTERVAL, Duration.ofMillis(300))
          .set(Settings.PROBE_INTERVAL, Duration.ofMillis(300))
          .set(Settings.GONE_AFTER, Duration.ZERO)
          .build();

  private final StubQueue queue = new StubQueue();

  private void submit(String id) {
    queue.submit(ContainerSpec.builder(id, Needs.of(1, 1), RunSpec.of("true")).build());
  }

  @Test
  @DisplayName("STUB-2 two processes of one container at one time are found")
  void runningTwice() throws Exception {
    StubBehavior behavior =
        StubBehavior.builder()
            .payloads(start -> StubPayload.of(Duration.ofHours(1), 0))
            .mayStart(attempt -> attempt.number() == 1)
            .build();
    try (Bench bench = new Bench(behavior, InstantSource.system())) {
      bench.runner(bench.create()).start(Bench.start("c", 1));
      bench.runner(bench.create()).start(Bench.start("other", 1));
      assertThat(bench.driver.runningTwice()).isEmpty();

      bench.runner(bench.create()).start(Bench.start("c", 2));

      assertThat(bench.driver.runningTwice())
          .singleElement()
          .asString()
          .contains("c#1")
          .contains("c#2");
      assertThat(bench.driver.startsWithoutLock())
          .extracting(StubStart::attempt)
          .containsExactly(Bench.attempt("c", 2));
    }
  }

  @Test
  @DisplayName("STUB-2 every change of a container's state is on record, in its order")
  void changes() throws Exception {
    try (StubDriver cloud = new StubDriver(StubBehavior.builder().build());
        Dispatcher dispatcher =
            Dispatcher.builder(CONFIG).driver(cloud, Map.of()).controller(queue).build()) {
      submit("c");
      dispatcher.start();
      assertThat(queue.awaitFinished(Duration.ofMinutes(1))).isTrue();

      ContainerId id = new ContainerId("c");
      assertThat(queue.changes(id))
          .extracting(QueueChange::kind)
          .filteredOn(kind -> kind != Kind.RUNNING)
          .containsExactly(Kind.SUBMITTED, Kind.LOCKED, Kind.START_RECORDED, Kind.RESULT);
      assertThat(queue.changes().get(1)).hasToString("LOCKED c#1 LOCKED");
      assertThat(queue.isLocked(Bench.attempt("c", 1))).as("when it has ended").isFalse();
      assertThat(dispatcher.drain(Duration.ofMinutes(1))).isTrue();
    }
  }

  @Test
  @DisplayName("STUB-2 what owners do is on record, too, and what is refused")
  void owners() throws Exception {
    submit("c");
    ContainerId id = new ContainerId("c");
    queue.setPriority(id, 5);
    queue.cancel(id, "not needed");

    Optional<Lease> lease = queue.acquire(new InstanceSetId("s"), "test");
    assertThatThrownBy(() -> queue.lock(lease.orElseThrow().owner(), id)).isNotNull();

    assertThat(queue.changes())
        .extracting(QueueChange::kind)
        .containsExactly(Kind.SUBMITTED, Kind.PRIORITY, Kind.CANCELLED, Kind.REFUSED);
  }

  @Test
  @DisplayName("STUB-2 by its name, without any code, the driver runs whatever comes")
  void byName() throws Exception {
    try (Dispatcher dispatcher =
        Dispatcher.builder(CONFIG)
            .driver("stub", Map.of("seed", 3, "quota", 2, "runTime", "10ms", "bootDelay", "0s"))
            .controller(queue)
            .build()) {
      for (int i = 0; i < 5; i++) {
        submit("c" + i);
      }
      dispatcher.start();

      assertThat(queue.awaitFinished(Duration.ofMinutes(1))).isTrue();
      assertThat(queue.containers())
          .extracting(Container::state)
          .containsOnly(ContainerState.COMPLETE);
    }
  }
}
