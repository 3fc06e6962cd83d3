package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("The rules of pool and syncer, one by one, in virtual time")
class PoolRulesTest {
  private VirtualDispatcher dispatcher = new VirtualDispatcher(1);

  private PretendHost startOne(Duration runs) {
    dispatcher.cloud.payloads = id -> new Payload(runs, 0);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    assertThat(dispatcher.cloud.living()).hasSize(1);
    return dispatcher.cloud.living().get(0);
  }

  @Test
  @DisplayName("POOL-1 an instance that is shut down never comes back")
  void states() {
    for (WorkerState state : WorkerState.values()) {
      assertThat(WorkerState.SHUTDOWN.canBecome(state)).isFalse();
      assertThat(state.canBecome(WorkerState.UNKNOWN)).isFalse();
      assertThat(state.canBecome(state)).isFalse();
    }
    assertThat(WorkerState.IDLE.canBecome(WorkerState.RUNNING)).isTrue();
    assertThat(WorkerState.IDLE.canBecome(WorkerState.BOOTING)).isFalse();
  }

  @Test
  @DisplayName("POOL-4 an instance of a type that is not configured any more is drained")
  void unknownType() {
    PretendHost host = startOne(Duration.ofMinutes(10));
    host.changeTag("DispatchInstanceType", "no-more");
    dispatcher.crashAndRestart();

    dispatcher.loop.advance(Duration.ofMinutes(5));
    assertThat(host.destroyed).as("while something runs there").isFalse();

    dispatcher.await(() -> host.destroyed);
    assertThat(dispatcher.starts()).containsExactly("a 1");
  }

  @Test
  @DisplayName("POOL-4 a held one of such a type stays, without work")
  void unknownTypeHeld() {
    PretendHost host = startOne(Duration.ofMinutes(10));
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.HOLD, "test");
    dispatcher.loop.advance(Duration.ofSeconds(5));
    host.changeTag("DispatchInstanceType", "no-more");
    dispatcher.crashAndRestart();

    dispatcher.loop.advance(Duration.ofHours(3));

    assertThat(host.destroyed).isFalse();
    assertThat(host.tags()).containsEntry("DispatchIdleBehavior", "hold");
  }

  @Test
  @DisplayName("POOL-5 each instance carries its four tags; what differs is saved again")
  void tags() {
    PretendHost host = startOne(Duration.ofHours(1));
    assertThat(host.tags())
        .containsEntry("DispatchInstanceSetID", "test")
        .containsEntry("DispatchInstanceType", "small")
        .containsEntry("DispatchIdleBehavior", "run");
    assertThat(host.tags().get("DispatchInstanceSecret")).matches("[0-9a-f]{40}");

    host.changeTag("DispatchInstanceType", "changed by somebody");
    host.changeTag("DispatchIdleBehavior", "drain");
    dispatcher.loop.advance(Duration.ofMinutes(3));

    assertThat(host.tags())
        .containsEntry("DispatchInstanceType", "small")
        .containsEntry("DispatchIdleBehavior", "run");
  }

  @Test
  @DisplayName("POOL-6 so many creates may be in flight, and each counts at once")
  void concurrentCreates() {
    dispatcher =
        new VirtualDispatcher(
            1,
            VirtualDispatcher.defaults()
                .set(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS, 2L)
                .set(Settings.MAX_INSTANCES, 15L));
    for (int i = 0; i < 40; i++) {
      dispatcher.submit("c" + i, 8, 1, 1);
    }
    dispatcher.start();

    int most = 0;
    for (int i = 0; i < 2_000; i++) {
      dispatcher.loop.advance(Duration.ofMillis(5));
      List<WorkerView> workers = dispatcher.snapshot().workers();
      assertThat(workers).hasSizeLessThanOrEqualTo(15);
      int pending = Math.toIntExact(workers.stream().filter(w -> w.id() == null).count());
      most = Math.max(most, pending);
    }
    assertThat(most).isEqualTo(2);
    assertThat(dispatcher.cloud.living()).hasSize(15);
  }

  @Test
  @DisplayName("POOL-9 a type without capacity is left alone for a minute, others serve")
  void capacity() {
    dispatcher =
        new VirtualDispatcher(
            1,
            VirtualDispatcher.defaults().set(Settings.MAXIMUM_PRICE_FACTOR, new BigDecimal("3")));
    dispatcher.cloud.nextCreateFailures.add(
        new CapacityException("none left", CapacityException.Scope.INSTANCE_TYPE));
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);

    assertThat(dispatcher.cloud.hosts.values())
        .singleElement()
        .satisfies(host -> assertThat(host.tags()).containsEntry("DispatchInstanceType", "medium"));
  }

  @Test
  @DisplayName("POOL-11 maxProbesPerSecond is a rate that never bursts, and reaches everyone")
  void probeRate() {
    dispatcher =
        new VirtualDispatcher(
            1, VirtualDispatcher.defaults().set(Settings.MAX_PROBES_PER_SECOND, 2L));
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofDays(1), 0);
    for (int i = 0; i < 40; i++) {
      dispatcher.submit("c" + i, 8, 1, 1);
    }
    dispatcher.start();
    dispatcher.await(
        () ->
            dispatcher.controller.containers().stream()
                .allMatch(each -> each.state() == ContainerState.RUNNING));
    Instant from = dispatcher.loop.instant();
    dispatcher.loop.advance(Duration.ofMinutes(5));

    List<Instant> probes =
        dispatcher.cloud.living().stream()
            .flatMap(host -> host.listed.stream())
            .filter(at -> at.isAfter(from))
            .sorted()
            .toList();
    // A probe begins at its time, and reaches the host a little later: 0.2 s at the most here.
    for (int i = 4; i < probes.size(); i++) {
      assertThat(Duration.between(probes.get(i - 4), probes.get(i)))
          .isGreaterThan(Duration.ofMillis(1_500));
    }
    assertThat(probes.size()).isBetween(500, 601);
    assertThat(dispatcher.cloud.living())
        .allSatisfy(
            host ->
                assertThat(host.listed.stream().filter(at -> at.isAfter(from)).count())
                    .isGreaterThan(8));
  }

  @Test
  @DisplayName("POOL-11 where probes are short, whoever has waited longest goes first")
  void oldestFirst() {
    dispatcher =
        new VirtualDispatcher(
            1, VirtualDispatcher.defaults().set(Settings.MAX_PROBES_PER_SECOND, 1L));
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofDays(1), 0);
    for (int i = 0; i < 40; i++) {
      dispatcher.submit("c" + i, 8, 1, 1);
    }
    dispatcher.start();
    dispatcher.await(
        () ->
            dispatcher.controller.containers().stream()
                .allMatch(each -> each.state() == ContainerState.RUNNING));
    dispatcher.loop.advance(Duration.ofMinutes(10));

    // 40 workers at 1 probe a second: each has its turn every 40 s, and nobody waits much longer.
    Instant now = dispatcher.loop.instant();
    assertThat(dispatcher.snapshot().workers())
        .hasSize(40)
        .allSatisfy(
            worker ->
                assertThat(Duration.between(worker.lastProbe(), now))
                    .isLessThan(Duration.ofSeconds(50)));
  }

  @Test
  @DisplayName("QUEUE-6 what has ended and was recorded leaves the snapshot at once")
  void endedLeaves() {
    startOne(Duration.ofMinutes(1));
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
    dispatcher.loop.advance(Duration.ofSeconds(3));

    assertThat(dispatcher.snapshot().containers()).isEmpty();
  }

  @Test
  @DisplayName("POOL-14 a view tells how the boot went, what ran last, and when it was probed")
  void views() {
    PretendHost host = startOne(Duration.ofMinutes(1));
    WorkerView running = dispatcher.snapshot().workers().get(0);
    assertThat(running.boot()).isEqualTo(BootOutcome.SUCCESS);
    assertThat(running.lastContainer()).hasToString("a#1");
    assertThat(running.lastProbe()).isNotNull();

    dispatcher.crashAndRestart();
    dispatcher.await(
        () ->
            dispatcher.snapshot().workers().stream()
                .anyMatch(each -> each.lastContainer() != null));
    assertThat(dispatcher.snapshot().workers().get(0).lastContainer()).hasToString("a#1");

    dispatcher.submit("b", 8, 1, 1);
    dispatcher.cloud.bootTime = Duration.ofDays(1);
    dispatcher.await(() -> dispatcher.cloud.hosts.size() == 2);
    dispatcher.await(
        () ->
            dispatcher.snapshot().workers().stream()
                .anyMatch(worker -> worker.boot() == BootOutcome.FAILURE));
    assertThat(dispatcher.snapshot().workers())
        .filteredOn(worker -> worker.boot() == BootOutcome.FAILURE)
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.id()).isNotEqualTo(host.id());
              assertThat(worker.state()).isEqualTo(WorkerState.SHUTDOWN);
              assertThat(worker.lastContainer()).isNull();
            });
  }

  @Test
  @DisplayName("POOL-16 a refused login is a warning at once, no answer while booting is not")
  void refusedLogin() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("io.dispatchcloud.core.pool.Prober");
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
    log.start();
    try {
      dispatcher.submit("a", 1, 1, 1);
      dispatcher.start();
      dispatcher.await(() -> !dispatcher.cloud.living().isEmpty());
      dispatcher.loop.advance(Duration.ofSeconds(20));
      assertThat(log.list).isEmpty();

      dispatcher.cloud.living().get(0).refusesLogin = true;
      dispatcher.loop.advance(Duration.ofSeconds(40));
      assertThat(log.list).singleElement().asString().contains("login refused");
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }

  @Test
  @DisplayName("POOL-17 a held instance is given no work; what starts counts as running at once")
  void starting() {
    PretendHost host = startOne(Duration.ofHours(1));
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.HOLD, "test");
    dispatcher.submit("b", 1, 1, 1);
    dispatcher.await(() -> dispatcher.state("b") == ContainerState.RUNNING);

    assertThat(host.starts).containsExactly("a 1");
    assertThat(dispatcher.cloud.living()).hasSize(2);
  }

  @Test
  @DisplayName("POOL-19 a container is on a worker until it is forgotten, and not longer")
  void running() {
    startOne(Duration.ofMinutes(1));
    assertThat(dispatcher.active().pool().view().runs()).containsKey(new ContainerId("a"));

    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
    dispatcher.loop.advance(Duration.ofSeconds(10));

    assertThat(dispatcher.active().pool().view().runs()).isEmpty();
  }

  @Test
  @DisplayName("POOL-21 a destroy that fails is repeated until the instance is gone")
  void destroyFails() {
    PretendHost host = startOne(Duration.ofMinutes(1));
    host.destroyFailures = 3;

    dispatcher.await(() -> host.destroyed);
    dispatcher.await(() -> dispatcher.snapshot().workers().isEmpty());
  }

  @Test
  @DisplayName("SCH-1 what a former dispatcher had locked and not started goes back at once")
  void staleLock() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.LOCKED);

    dispatcher.crashAndRestart();
    dispatcher.await(() -> dispatcher.log.stream().anyMatch(it -> it.contains("RECOVERY")));
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);

    assertThat(dispatcher.starts()).containsExactly("a 2");
  }

  @Test
  @DisplayName("SCH-15 what is back in the queue but runs on a worker is killed there")
  void queuedButRunning() throws Exception {
    PretendHost host = startOne(Duration.ofHours(1));
    dispatcher.controller.requeue(
        new Owner(new InstanceSetId("test"), 1),
        new Attempt(new ContainerId("a"), 1),
        RequeueReason.LOST,
        "by somebody else");

    dispatcher.await(() -> host.starts.contains("a 2") || dispatcher.starts().contains("a 2"));

    assertThat(host.running()).hasSizeLessThanOrEqualTo(1);
    assertThat(dispatcher.log).anyMatch(it -> it.contains("CONTAINER_KILLED"));
  }

  @Test
  @DisplayName("SCH-16 a locked one whose start came to nothing is unlocked, and counted")
  void startFailed() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> !dispatcher.cloud.living().isEmpty());
    PretendHost host = dispatcher.cloud.living().get(0);
    host.delayStarts = Duration.ofDays(1);
    dispatcher.await(() -> dispatcher.log.stream().anyMatch(it -> it.contains("START_FAILED")));
    host.delayStarts = Duration.ZERO;

    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
    assertThat(dispatcher.starts()).hasSize(1);
  }

  @Test
  @DisplayName("SCH-17 what runs on a worker and is nobody's is killed and discarded")
  void nobodys() {
    PretendHost host = startOne(Duration.ofHours(1));
    host.plant("ghost", 7);

    dispatcher.await(() -> !host.knows("ghost"));

    assertThat(host.running()).containsExactly("a");
  }

  @Test
  @DisplayName(
      "SCH-17 QUEUE-3 what the store can't read is not killed, and leaves no room beside it")
  void unreadable() {
    PretendHost host = startOne(Duration.ofHours(1));
    host.plant("ghost", 7);
    dispatcher.store.unreadable.add(new ContainerId("ghost"));

    dispatcher.loop.advance(Duration.ofMinutes(5));

    assertThat(host.running()).containsExactlyInAnyOrder("a", "ghost");
    dispatcher.submit("small", 1, 1, 1);
    dispatcher.await(() -> dispatcher.state("small") == ContainerState.RUNNING);
    assertThat(host.running()).as("ROOM-1").containsExactlyInAnyOrder("a", "ghost");
    dispatcher.store.unreadable.clear();
    dispatcher.await(() -> !host.knows("ghost"));
  }

  @Test
  @DisplayName("QUEUE-5 the queue is refreshed every pollInterval")
  void polls() {
    dispatcher.start();
    int before = dispatcher.store.refreshes;
    dispatcher.loop.advance(Duration.ofSeconds(100));

    assertThat(dispatcher.store.refreshes - before).isBetween(9, 10);
  }

  @Test
  @DisplayName("SET-6 the driver is told what shared resources carry")
  void sharedTags() {
    dispatcher = new VirtualDispatcher(1, VirtualDispatcher.defaults().resourceTag("team", "blue"));
    dispatcher.start();

    assertThat(dispatcher.cloud.opened.sharedTags()).containsEntry("team", "blue");
    assertThat(dispatcher.cloud.opened.idTagKey()).isEqualTo("DispatchInstanceSetID");
  }
}
