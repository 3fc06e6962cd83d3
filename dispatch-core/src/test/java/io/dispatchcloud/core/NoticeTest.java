package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An instance that its provider takes away, in virtual time")
class NoticeTest {
  private static final Duration LEFT = Duration.ofMinutes(2);

  private final VirtualDispatcher dispatcher = new VirtualDispatcher(1);

  private PretendHost startOne() {
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofHours(1), 0);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    return dispatcher.cloud.living().get(0);
  }

  private void isTakenAway(PretendHost host) {
    host.notice = "notice " + dispatcher.loop.instant().plus(LEFT);
  }

  private long attempt() {
    return dispatcher.container("a").attempt();
  }

  @Test
  @DisplayName("CTR-7 its containers are told to end at once, and run again elsewhere")
  void runsAgain() {
    PretendHost host = startOne();
    isTakenAway(host);

    dispatcher.await(() -> attempt() == 2 && dispatcher.state("a") == ContainerState.RUNNING);

    assertThat(host.running()).isEmpty();
    assertThat(dispatcher.starts()).containsExactly("a 1", "a 2");
    assertThat(dispatcher.log)
        .anyMatch(event -> event.contains("INSTANCE_NOTICE"))
        .anyMatch(event -> event.contains("the provider takes its instance away"));
  }

  @Test
  @DisplayName("POOL-15 nothing starts there any more, and it is let go when nothing runs")
  void nothingStarts() {
    PretendHost host = startOne();
    isTakenAway(host);
    dispatcher.await(() -> attempt() == 2);
    dispatcher.submit("b", 1, 1, 1);

    dispatcher.await(() -> dispatcher.state("b") == ContainerState.RUNNING);

    assertThat(host.starts).containsExactly("a 1");
    assertThat(host.destroyed).isTrue();
  }

  @Test
  @DisplayName("RUN-5 one that ends well in the time that is left is done")
  void doneInTime() {
    PretendHost host = startOne();
    host.exitOnTerm = 0;
    isTakenAway(host);

    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);

    assertThat(attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("CTR-7 one that was told to end by a dispatcher that died runs again, too")
  void toldByTheFormerDispatcher() {
    PretendHost host = startOne();
    host.exitLag = Duration.ofSeconds(3);
    isTakenAway(host);
    dispatcher.await(() -> dispatcher.log.stream().anyMatch(it -> it.contains("CONTAINER_KILLED")));

    dispatcher.crashAndRestart();
    dispatcher.await(() -> attempt() == 2 && dispatcher.state("a") == ContainerState.RUNNING);

    assertThat(dispatcher.starts()).containsExactly("a 1", "a 2");
  }

  @Test
  @DisplayName("POOL-15 nothing starts there either when somebody sets it to run again")
  void setToRun() {
    PretendHost host = startOne();
    host.exitOnTerm = 0;
    host.exitLag = Duration.ofMinutes(1);
    isTakenAway(host);
    dispatcher.await(() -> dispatcher.log.stream().anyMatch(it -> it.contains("CONTAINER_KILLED")));
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.RUN, "test");
    dispatcher.submit("b", 1, 1, 1);

    dispatcher.await(() -> dispatcher.state("b") == ContainerState.RUNNING);

    assertThat(host.starts).containsExactly("a 1");
  }

  @Test
  @DisplayName("CTR-7 one whose instance goes before it has ended runs again, too")
  void instanceGoes() {
    PretendHost host = startOne();
    host.exitLag = Duration.ofHours(1);
    isTakenAway(host);
    dispatcher.loop.advance(LEFT);
    host.destroyed = true;

    dispatcher.await(() -> attempt() == 2 && dispatcher.state("a") == ContainerState.RUNNING);
  }

  @Test
  @DisplayName("POOL-15 one that may be taken away gets no new work; what runs there goes on")
  void mayBeTaken() {
    PretendHost host = startOne();
    host.notice = "rebalance " + dispatcher.loop.instant();
    dispatcher.loop.advance(Duration.ofMinutes(1));
    dispatcher.submit("b", 1, 1, 1);

    dispatcher.await(() -> dispatcher.state("b") == ContainerState.RUNNING);

    assertThat(host.running()).containsExactly("a");
    assertThat(dispatcher.container("b").instance()).isNotEqualTo(host.id());
  }

  @Test
  @DisplayName("RUN-3 preemptible instances are told to ask their provider, others are not")
  void asksForNotices() {
    InstanceType spot =
        InstanceType.builder("spot", 2, 4L << 30, new BigDecimal("0.03")).preemptible(true).build();
    VirtualDispatcher both =
        new VirtualDispatcher(
            1,
            VirtualDispatcher.defaults()
                .instanceType(spot)
                .set(Settings.NOTICE_COMMAND, "ask-the-provider"));
    both.cloud.payloads = id -> new Payload(Duration.ofHours(1), 0);
    both.submit("a", 1, 1, 1);
    both.controller.submit(
        ContainerSpec.builder("b", Needs.of(1, 1L << 30), RunSpec.of("run"))
            .priority(1)
            .preemptible(true)
            .build());
    both.start();
    both.await(() -> both.state("a") == ContainerState.RUNNING);
    both.await(() -> both.state("b") == ContainerState.RUNNING);

    assertThat(both.cloud.living())
        .allSatisfy(
            host ->
                assertThat(host.lease.contains("--notice-command ask-the-provider"))
                    .isEqualTo(host.running().equals(List.of("b"))));
    assertThat(HostProfile.LINUX_VM.noticeCommand()).isEmpty();
  }
}
