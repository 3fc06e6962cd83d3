package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What goes wrong, one thing at a time, in virtual time")
class RecoveryTest {
  private final VirtualDispatcher dispatcher = new VirtualDispatcher(1);

  private PretendHost onlyHost() {
    assertThat(dispatcher.cloud.living()).hasSize(1);
    return dispatcher.cloud.living().get(0);
  }

  private void awaitState(String id, ContainerState state) {
    dispatcher.await(() -> dispatcher.state(id) == state);
  }

  @Test
  @DisplayName("POOL-10 a create whose answer got lost is found by its secret: no second instance")
  void lostCreateAnswer() {
    dispatcher.cloud.loseNextAnswer = true;
    dispatcher.submit("a", 8, 1, 1);

    dispatcher.start();
    awaitState("a", ContainerState.COMPLETE);

    assertThat(dispatcher.starts()).containsExactly("a 1");
    dispatcher.await(() -> dispatcher.cloud.living().isEmpty());
  }

  @Test
  @DisplayName(
      "POOL-10 it counts until listings over five minutes lack it, not until the first that does")
  void lostCreateAnswerAndNoListings() {
    VirtualDispatcher one =
        new VirtualDispatcher(1, VirtualDispatcher.defaults().set(Settings.MAX_INSTANCES, 1L));
    one.cloud.loseNextAnswer = true;
    one.submit("a", 8, 1, 1);
    one.start();
    one.await(() -> one.cloud.createCalls == 1);
    one.cloud.listingFails = true;
    one.loop.advance(Duration.ofMinutes(6));
    PretendHost made = one.cloud.living().get(0);
    made.hiddenUntil = one.loop.instant().plusSeconds(90);
    one.cloud.listingFails = false;

    one.await(() -> one.state("a") == ContainerState.COMPLETE);

    assertThat(one.cloud.createCalls).isEqualTo(1);
  }

  @Test
  @DisplayName("POOL-13 a start whose answer got lost runs once")
  void lostStartAnswer() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> !dispatcher.cloud.living().isEmpty());
    onlyHost().loseStartAnswers = true;

    awaitState("a", ContainerState.COMPLETE);

    assertThat(dispatcher.starts()).containsExactly("a 1");
  }

  @Test
  @DisplayName("POOL-22 the next dispatcher adopts what runs, and starts nothing twice")
  void restart() {
    for (int i = 0; i < 10; i++) {
      dispatcher.submit("c" + i, 2, 1, 1);
    }
    dispatcher.start();
    dispatcher.await(
        () ->
            dispatcher.controller.containers().stream()
                    .filter(each -> each.state() == ContainerState.RUNNING)
                    .count()
                >= 5);

    dispatcher.crashAndRestart();
    dispatcher.await(dispatcher::allFinished);

    assertThat(dispatcher.starts()).hasSize(10).doesNotHaveDuplicates();
    assertThat(dispatcher.controller.containers())
        .allSatisfy(each -> assertThat(each.state()).isEqualTo(ContainerState.COMPLETE));
    dispatcher.await(() -> dispatcher.cloud.living().isEmpty());
  }

  @Test
  @DisplayName("CTR-7 what ran on an instance that died runs again elsewhere, as a new attempt")
  void instanceDies() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    awaitState("a", ContainerState.RUNNING);

    onlyHost().destroyed = true;
    awaitState("a", ContainerState.COMPLETE);

    assertThat(dispatcher.starts()).containsExactly("a 1", "a 2");
  }

  @Test
  @DisplayName("CTR-7 a container whose instances keep dying is given up, and says why")
  void instancesKeepDying() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    for (int loss = 1; loss <= 4; loss++) {
      awaitState("a", ContainerState.RUNNING);
      onlyHost().destroyed = true;
      dispatcher.await(() -> dispatcher.state("a") != ContainerState.RUNNING);
    }

    assertThat(dispatcher.container("a").state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(dispatcher.container("a").error()).contains("lost 4 times").contains("is gone");
  }

  @Test
  @DisplayName("POOL-3 an instance that is cut off for a while keeps what runs there")
  void cutOff() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    awaitState("a", ContainerState.RUNNING);

    PretendHost host = onlyHost();
    host.cutOff = true;
    dispatcher.loop.advance(Duration.ofMinutes(8));
    host.cutOff = false;
    awaitState("a", ContainerState.COMPLETE);

    assertThat(dispatcher.starts()).containsExactly("a 1");
  }

  @Test
  @DisplayName("POOL-14 an instance that never boots is shut down, and another one is tried")
  void neverBoots() {
    dispatcher.cloud.bootTime = Duration.ofDays(1);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> !dispatcher.cloud.hosts.isEmpty());
    dispatcher.cloud.bootTime = Duration.ofSeconds(30);

    awaitState("a", ContainerState.COMPLETE);

    assertThat(dispatcher.cloud.hosts.get("i-00001").destroyed).isTrue();
    assertThat(dispatcher.cloud.hosts.get("i-00001").starts).isEmpty();
  }

  @Test
  @DisplayName("POOL-8 at a quota the pool waits until an instance goes away, then goes on")
  void quota() {
    dispatcher.submit("first", 8, 1, 9);
    dispatcher.start();
    awaitState("first", ContainerState.RUNNING);
    dispatcher.cloud.nextCreateFailures.add(new QuotaException("no more"));

    dispatcher.submit("second", 8, 1, 1);
    dispatcher.loop.advance(Duration.ofMinutes(2));

    assertThat(dispatcher.cloud.hosts).hasSize(1);
    assertThat(dispatcher.snapshot().containers())
        .filteredOn(view -> view.container().id().value().equals("second"))
        .extracting(view -> view.status().sentence())
        .containsExactly("waiting while there may be no more instances, at position 1");
    awaitState("second", ContainerState.COMPLETE);
  }

  @Test
  @DisplayName("POOL-20 an idle instance goes after timeoutIdle; a held one stays for good")
  void idleAndHeld() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    awaitState("a", ContainerState.RUNNING);
    PretendHost host = onlyHost();
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.HOLD, "test");
    awaitState("a", ContainerState.COMPLETE);

    dispatcher.loop.advance(Duration.ofHours(2));
    assertThat(host.destroyed).isFalse();
    assertThat(host.tags()).containsEntry("DispatchIdleBehavior", "hold");

    dispatcher.crashAndRestart();
    dispatcher.loop.advance(Duration.ofHours(2));
    assertThat(host.destroyed).as("the tag is remembered").isFalse();

    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.RUN, "test");
    dispatcher.loop.advance(Duration.ofMinutes(2));
    assertThat(host.destroyed).isTrue();
  }

  @Test
  @DisplayName("CTR-4 what runs is killed when put on hold, and starts anew when released")
  void hold() throws Exception {
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofHours(1), 0);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    awaitState("a", ContainerState.RUNNING);

    dispatcher.controller.setPriority(new ContainerId("a"), 0);
    awaitState("a", ContainerState.QUEUED);
    dispatcher.loop.advance(Duration.ofMinutes(30));
    assertThat(dispatcher.starts()).containsExactly("a 1");

    dispatcher.controller.setPriority(new ContainerId("a"), 5);
    awaitState("a", ContainerState.COMPLETE);
    assertThat(dispatcher.starts()).containsExactly("a 1", "a 2");
    assertThat(dispatcher.container("a").result().exitStatus()).isZero();
  }

  @Test
  @DisplayName("SCH-14 what its owner cancels is killed, and forgotten")
  void cancelled() throws Exception {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    awaitState("a", ContainerState.RUNNING);

    dispatcher.controller.cancel(new ContainerId("a"), "not needed");
    dispatcher.await(() -> onlyHost().alive() == 0);
    dispatcher.await(() -> dispatcher.snapshot().containers().isEmpty());

    assertThat(dispatcher.container("a").error()).isEqualTo("not needed");
  }

  @Test
  @DisplayName("SCH-2 higher priority first, where not all can run at once")
  void priority() {
    DispatcherConfig.Builder config = VirtualDispatcher.defaults().set(Settings.MAX_INSTANCES, 1L);
    VirtualDispatcher one = new VirtualDispatcher(1, config);
    one.submit("low", 8, 1, 1);
    one.submit("high", 8, 1, 9);
    one.submit("middle", 8, 1, 5);

    one.start();
    one.await(one::allFinished);

    assertThat(one.starts()).isEqualTo(List.of("high 1", "middle 1", "low 1"));
  }

  @Test
  @DisplayName("Each good probe renews the instance's lease, and tells it of a hold")
  void lease() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    awaitState("a", ContainerState.RUNNING);
    PretendHost host = onlyHost();
    assertThat(host.lease).contains("--lease 1800s").contains("--lease-command shutdown -h now");
    assertThat(host.lease).doesNotContain("--hold");

    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.HOLD, "test");
    dispatcher.loop.advance(Duration.ofSeconds(15));
    assertThat(host.lease).contains("--hold");
  }
}
