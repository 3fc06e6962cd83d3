package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.pretend.PretendCloud;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What goes wrong for long, in virtual time")
class PatienceTest {
  private final VirtualDispatcher dispatcher = new VirtualDispatcher(1);

  private PretendHost startOne(Duration runs) {
    dispatcher.cloud.payloads = id -> new Payload(runs, 0);
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    assertThat(dispatcher.cloud.living()).hasSize(1);
    return dispatcher.cloud.living().get(0);
  }

  @Test
  @DisplayName("SCH-9 one quota answer does not cap the dispatcher for good")
  void quotaGrowsBack() {
    startOne(Duration.ofMinutes(30));
    dispatcher.cloud.nextCreateFailures.add(new QuotaException("no more"));
    for (int i = 0; i < 20; i++) {
      dispatcher.submit("c" + i, 8, 1, 1);
    }

    dispatcher.await(() -> dispatcher.cloud.living().size() >= 15);
  }

  @Test
  @DisplayName("QUEUE-3 what another instance set has locked is none of our business")
  void sharedQueue() {
    PretendCloud otherCloud = new PretendCloud(dispatcher.loop);
    otherCloud.prefix = "j-";
    FaultyController otherStore = new FaultyController(dispatcher.controller);
    DispatcherConfig config =
        DispatcherConfig.builder("other")
            .set(Settings.RESERVE_EXTRA_RAM, 0L)
            .set(Settings.DEPLOY_RUNNER, false)
            .instanceType(VirtualDispatcher.type("large", 8, 16, "0.40"))
            .build();
    Engine other =
        new Engine(
            Dispatcher.builder(config)
                .driver(otherCloud, Map.of())
                .executors(otherCloud)
                .controller(otherStore)
                .assemble(),
            dispatcher.loop,
            snapshot -> {});
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofHours(1), 0);
    otherCloud.payloads = dispatcher.cloud.payloads;
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    other.begin(outcome -> {});
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    int changes = dispatcher.store.changes + otherStore.changes;

    dispatcher.loop.advance(Duration.ofMinutes(5));

    assertThat(dispatcher.cloud.hosts.size() + otherCloud.hosts.size()).isEqualTo(1);
    assertThat(dispatcher.store.changes + otherStore.changes).isEqualTo(changes);
  }

  @Test
  @DisplayName("POOL-10 creates that fail for no known reason are tried again with growing pauses")
  void failingCreates() {
    for (int i = 0; i < 1_000; i++) {
      dispatcher.cloud.nextCreateFailures.add(new CloudException("AuthFailure"));
    }
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofMinutes(3));
    assertThat(dispatcher.cloud.createCalls).isBetween(4, 12);

    dispatcher.cloud.nextCreateFailures.clear();
    dispatcher.loop.advance(Duration.ofMinutes(2));
    assertThat(dispatcher.cloud.living()).hasSize(1);
  }

  @Test
  @DisplayName("Boots that keep failing pause creation: trials one by one, until one comes up")
  void bootBreaker() {
    dispatcher.cloud.bootTime = Duration.ofDays(100);
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofMinutes(51));
    assertThat(dispatcher.cloud.hosts).hasSize(5);
    assertThat(dispatcher.snapshot().containers())
        .extracting(view -> view.status().sentence())
        .containsExactly("waiting because instances of large do not come up");

    dispatcher.loop.advance(Duration.ofHours(3));
    assertThat(dispatcher.cloud.hosts.size()).isBetween(8, 14);

    dispatcher.cloud.bootTime = Duration.ofSeconds(30);
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
  }

  @Test
  @DisplayName("What instances that never came up may cost can be capped")
  void bootFailuresCap() {
    VirtualDispatcher capped =
        new VirtualDispatcher(
            1, VirtualDispatcher.defaults().set(Settings.BREAKER_CAP, new BigDecimal("0.2")));
    capped.cloud.bootTime = Duration.ofDays(100);
    capped.submit("a", 8, 1, 1);
    capped.start();

    capped.loop.advance(Duration.ofDays(10));

    // An hour costs 0.40, and each boot is given up after ten minutes: three of them are 0.20.
    assertThat(capped.cloud.hosts.size()).isBetween(3, 4);
  }

  @Test
  @DisplayName("SET-5 what creates left behind is removed at the start and hourly, failures or not")
  void leaks() {
    dispatcher.cloud.leaks.add("vol-1");
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofMinutes(1));
    assertThat(dispatcher.cloud.leaks).isEmpty();

    dispatcher.cloud.leaks.add("vol-2");
    dispatcher.loop.advance(Duration.ofMinutes(58));
    assertThat(dispatcher.cloud.leaks).hasSize(1);
    dispatcher.cloud.nextSweepFailures.add(new CloudException("not now"));
    dispatcher.loop.advance(Duration.ofMinutes(12));
    assertThat(dispatcher.cloud.leaks).isEmpty();
  }

  @Test
  @DisplayName("SET-9 a sweep of leaks takes its turn among the calls to the cloud")
  void sweepsTakeTurns() {
    VirtualDispatcher paced =
        new VirtualDispatcher(
            1, VirtualDispatcher.defaults().set(Settings.MAX_CLOUD_OPS_PER_SECOND, 1L));
    paced.cloud.leaks.add("vol-1");
    paced.start();
    paced.loop.advance(Duration.ofSeconds(30));

    assertThat(paced.cloud.leaks).isEmpty();
    List<Instant> looks = paced.cloud.looks;
    assertThat(looks).as("a listing and a sweep").hasSize(2);
    assertThat(Duration.between(looks.get(0), looks.get(1))).isGreaterThan(Duration.ofMillis(800));
  }

  @Test
  @DisplayName("POOL-23 a result waits for its output, which may find a place after minutes")
  void outputFindsAPlace() {
    dispatcher.outputFails = true;
    startOne(Duration.ofMinutes(1));
    dispatcher.loop.advance(Duration.ofMinutes(4));
    assertThat(dispatcher.state("a")).isEqualTo(ContainerState.RUNNING);

    dispatcher.outputFails = false;
    dispatcher.loop.advance(Duration.ofMinutes(1));

    assertThat(dispatcher.state("a")).isEqualTo(ContainerState.COMPLETE);
    assertThat(dispatcher.log).noneMatch(event -> event.contains("OUTPUT_LOST"));
  }

  @Test
  @DisplayName("POOL-23 a result does not wait for its output for ever, and the loss is told")
  void outputIsLost() {
    dispatcher.outputFails = true;
    startOne(Duration.ofMinutes(1));
    dispatcher.loop.advance(Duration.ofMinutes(10));

    assertThat(dispatcher.state("a")).isEqualTo(ContainerState.COMPLETE);
    assertThat(dispatcher.log)
        .filteredOn(event -> event.contains("OUTPUT_LOST"))
        .singleElement()
        .asString()
        .contains("no space left for stdout of a#1");
  }

  @Test
  @DisplayName("An instance on which nothing starts is drained before it eats all attempts")
  void nothingStarts() {
    VirtualDispatcher one =
        new VirtualDispatcher(
            1,
            DispatcherConfig.builder("test")
                .set(Settings.RESERVE_EXTRA_RAM, 0L)
                .set(Settings.DEPLOY_RUNNER, false)
                .instanceType(VirtualDispatcher.type("large", 8, 16, "0.40")));
    one.submit("a", 1, 1, 1);
    one.start();
    one.await(() -> one.state("a") == ContainerState.RUNNING);
    one.cloud.living().get(0).delayStarts = Duration.ofDays(1);
    for (int i = 0; i < 6; i++) {
      one.submit("c" + i, 1, 1, 1);
    }

    one.await(() -> one.log.stream().anyMatch(it -> it.contains("nothing starts there")));
    one.await(one::allFinished);

    assertThat(one.cloud.hosts).hasSize(2);
    assertThat(one.controller.containers())
        .allSatisfy(each -> assertThat(each.state()).isEqualTo(ContainerState.COMPLETE));
  }

  @Test
  @DisplayName("POOL-23 what can't be discarded is tried with each probe, not all the time")
  void discardFails() {
    PretendHost host = startOne(Duration.ofMinutes(1));
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
    host.cutOff = true;
    int before = dispatcher.cloud.unanswered;

    dispatcher.loop.advance(Duration.ofMinutes(1));

    assertThat(dispatcher.cloud.unanswered - before).isLessThan(20);
  }

  @Test
  @DisplayName("SCH-18 a start that the store can't record is tried once a second")
  void recordStartFails() {
    dispatcher.store.recordStartOverloaded = true;
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.store.recordStarts > 0);
    dispatcher.loop.advance(Duration.ofSeconds(10));
    assertThat(dispatcher.store.recordStarts).isBetween(2, 12);

    dispatcher.store.recordStartOverloaded = false;
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
    assertThat(dispatcher.starts()).containsExactly("a 1");
  }

  @Test
  @DisplayName("POOL-12 an instance that runs containers is not shut down for its boot probe")
  void bootProbeFails() {
    PretendHost host = startOne(Duration.ofHours(2));
    host.bootProbeFails = true;

    dispatcher.crashAndRestart();
    dispatcher.loop.advance(Duration.ofMinutes(30));

    assertThat(host.destroyed).isFalse();
  }

  @Test
  @DisplayName("POOL-3 an instance that answers is not gone, however long listings lack it")
  void answersThoughUnlisted() {
    PretendHost host = startOne(Duration.ofHours(2));
    host.bootProbeFails = true;
    dispatcher.crashAndRestart();
    dispatcher.loop.advance(Duration.ofMinutes(1));

    host.hiddenUntil = dispatcher.loop.instant().plus(Duration.ofMinutes(30));
    dispatcher.loop.advance(Duration.ofMinutes(40));

    assertThat(dispatcher.starts()).containsExactly("a 1");
    assertThat(host.alive()).isEqualTo(1);
  }

  @Test
  @DisplayName("QUEUE-7 what the lease's end kept from being sent proves nothing")
  void shutGateIsNoProof() {
    PretendHost host = startOne(Duration.ofHours(3));
    host.hiddenUntil = dispatcher.loop.instant().plus(Duration.ofHours(1));
    dispatcher.loop.advance(Duration.ofMinutes(3));

    for (int round = 0; round < 10; round++) {
      int before = dispatcher.store.renewals;
      dispatcher.await(() -> dispatcher.store.renewals > before);
      dispatcher.store.renewFails = true;
      dispatcher.loop.advance(Duration.ofMillis(7_200));
      dispatcher.store.renewFails = false;
      dispatcher.loop.advance(Duration.ofMillis(600));
      dispatcher.active().pool().listNow();
      dispatcher.loop.advance(Duration.ofSeconds(2));
    }

    assertThat(dispatcher.starts()).containsExactly("a 1");
    assertThat(dispatcher.state("a")).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @DisplayName("QUEUE-7 creates that the lease's end kept from being sent are in no doubt")
  void shutGateIsNoDoubt() {
    dispatcher.start();
    int before = dispatcher.store.renewals;
    dispatcher.await(() -> dispatcher.store.renewals > before);
    dispatcher.store.renewFails = true;
    dispatcher.loop.advance(Duration.ofMillis(6_300));
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.loop.advance(Duration.ofSeconds(1));
    dispatcher.store.renewFails = false;

    dispatcher.loop.advance(Duration.ofSeconds(20));

    assertThat(dispatcher.cloud.createCalls).isEqualTo(1);
    assertThat(dispatcher.snapshot().workers()).hasSize(1);
  }

  @Test
  @DisplayName("POOL-2 hold, run, hold: the tag says hold")
  void holdRunHold() {
    PretendHost host = startOne(Duration.ofHours(2));
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.HOLD, "test");
    dispatcher.loop.advance(Duration.ofMinutes(3));
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.RUN, "test");
    dispatcher.loop.advance(Duration.ofSeconds(5));
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.HOLD, "test");
    dispatcher.loop.advance(Duration.ofSeconds(5));

    assertThat(host.tags()).containsEntry("DispatchIdleBehavior", "hold");
  }

  @Test
  @DisplayName("POOL-20 a stale payload that nothing ends goes with its instance")
  void unkillableStale() {
    PretendHost host = startOne(Duration.ofDays(30));
    host.staleForever = true;

    dispatcher.await(() -> host.destroyed);

    dispatcher.await(() -> dispatcher.starts().contains("a 2"));
  }

  @Test
  @DisplayName("CTR-4 an attempt that was killed for a hold never counts as lost")
  void holdReleasedBeforeTheEnd() throws Exception {
    startOne(Duration.ofHours(3));
    for (int round = 0; round < 6; round++) {
      dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
      dispatcher.loop.advance(Duration.ofSeconds(20));
      dispatcher.cloud.living().forEach(host -> host.exitLag = Duration.ofSeconds(30));
      dispatcher.controller.setPriority(new ContainerId("a"), 0);
      dispatcher.loop.advance(Duration.ofSeconds(10));
      dispatcher.controller.setPriority(new ContainerId("a"), 1);
      dispatcher.await(() -> dispatcher.state("a") != ContainerState.RUNNING);
    }

    assertThat(dispatcher.state("a")).isNotEqualTo(ContainerState.CANCELLED);
  }

  @Test
  @DisplayName("POOL-18 on a held instance, signals go on when it answers again")
  void killOnHeld() throws Exception {
    PretendHost host = startOne(Duration.ofDays(3));
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.HOLD, "test");
    host.cutOff = true;
    dispatcher.controller.cancel(new ContainerId("a"), "not needed");
    dispatcher.loop.advance(Duration.ofMinutes(5));
    host.cutOff = false;
    dispatcher.loop.advance(Duration.ofMinutes(5));

    assertThat(host.alive()).isZero();
    assertThat(host.destroyed).isFalse();
  }

  @Test
  @DisplayName("SCH-13 a container whose result the runner has lost is lost, and runs again")
  void resultLost() {
    PretendHost host = startOne(Duration.ofMinutes(1));
    host.resultsLost = true;
    dispatcher.await(() -> dispatcher.starts().contains("a 2"));
  }

  @Test
  @DisplayName("Draining is not done before the instances were listed once")
  void drainBeforeTheFirstListing() {
    startOne(Duration.ofHours(3));
    dispatcher.crashAndRestart();

    dispatcher.active().drain();

    assertThat(dispatcher.active().isEmpty()).isFalse();
  }

  @Test
  @DisplayName("Draining is not done while a create is in doubt")
  void drainWithADoubt() {
    dispatcher.cloud.loseNextAnswer = true;
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> !dispatcher.cloud.living().isEmpty());
    PretendHost host = dispatcher.cloud.living().get(0);
    host.hiddenUntil = dispatcher.loop.instant().plusSeconds(90);
    dispatcher.await(() -> dispatcher.log.stream().anyMatch(it -> it.contains("REFUSED")));

    dispatcher.active().drain();
    dispatcher.await(() -> dispatcher.active().isEmpty());

    assertThat(dispatcher.cloud.living()).isEmpty();
  }

  @Test
  @DisplayName("A preemptible twin with the name of another type is refused")
  void twinNames() {
    DispatcherConfig.Builder builder =
        VirtualDispatcher.defaults()
            .instanceType(VirtualDispatcher.type("small.preemptible", 2, 4, "0.05"))
            .set(Settings.PREEMPTIBLE_PRICE_FACTOR, new BigDecimal("0.5"));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("small.preemptible");
  }
}
