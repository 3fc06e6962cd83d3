package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("SCH-11 a status that the world does not bear out is noticed")
class StatusIsTrueTest {
  private static final InstanceId HERE = new InstanceId("i-1");
  private static final ContainerId ID = new ContainerId("a");
  private static final Attempt FIRST = new Attempt(ID, 1);
  private static final List<String> TYPES = List.of("small");

  private final Timeline time = new Timeline();
  private final Judge judge = new Judge(time);
  private final DispatcherConfig config;
  private final Checkers checkers;

  private record Someone(String name, long local, long mayActUntil) implements Caller {}

  StatusIsTrueTest() {
    DispatcherConfig.Builder builder = Worlds.configuration();
    Worlds.types().subList(0, 2).forEach(builder::instanceType);
    config =
        builder
            .set(Settings.MAXIMUM_PRICE_FACTOR, BigDecimal.ONE)
            .set(Settings.MAX_INSTANCES, 3L)
            .set(Settings.BUDGET_PER_CONTAINER, BigDecimal.TEN)
            .build();
    checkers = Checkers.watch(judge, config, new StatusIsTrue.Parts(true, true));
    submit("a", 1);
  }

  private static ContainerSpec spec(String id, int vcpus) {
    return ContainerSpec.builder(id, Needs.of(vcpus, 1L << 30), RunSpec.of("run"))
        .priority(1)
        .build();
  }

  private void submit(String id, int vcpus) {
    judge.submitted(
        new SimulatedContainer(spec(id, vcpus), Duration.ZERO, Duration.ofMinutes(1), 0));
  }

  private static Container queued() {
    return Container.queued(spec("a", 1), Timeline.START);
  }

  private static Container locked() {
    return queued().locked(new InstanceSetId("simulated"), 1);
  }

  private void publish(ContainerStatus... statuses) {
    List<ContainerView> views = new ArrayList<>();
    for (ContainerStatus status : statuses) {
      views.add(new ContainerView(locked(), status, Timeline.START));
    }
    judge.published("d1", snapshot(views));
  }

  private static DispatcherSnapshot snapshot(List<ContainerView> views) {
    return new DispatcherSnapshot(
        Timeline.START,
        DispatcherState.ACTIVE,
        List.of(),
        views,
        DispatcherLimits.NONE,
        BigDecimal.ZERO);
  }

  private void assertTrue() {
    assertThat(judge.violation()).isNull();
  }

  private void assertUntrue() {
    assertThat(judge.violation()).isNotNull().extracting(Violation::rule).isEqualTo("SCH-11");
  }

  private void hourPasses() {
    time.after(Duration.ofHours(1), () -> {});
    time.step();
  }

  static Stream<ContainerStatus> untrueAtFirst() {
    return Stream.of(
        new ContainerStatus.Preparing(),
        new ContainerStatus.Running("i-1"),
        new ContainerStatus.Finished(),
        new ContainerStatus.OnHold(),
        new ContainerStatus.SupervisorLimit(1),
        new ContainerStatus.PreviousAttemptExiting(),
        new ContainerStatus.WaitingForInstance("medium"),
        new ContainerStatus.AtCapacity(1, TYPES),
        new ContainerStatus.BootsFailing(TYPES),
        new ContainerStatus.AccountLimit(1),
        new ContainerStatus.DispatcherLimit(1),
        new ContainerStatus.BudgetReached(1),
        new ContainerStatus.BudgetSpent(BigDecimal.TEN, BigDecimal.TEN),
        new ContainerStatus.Draining(),
        new ContainerStatus.NothingFits("small: vCPUs"));
  }

  @ParameterizedTest
  @MethodSource("untrueAtFirst")
  @DisplayName("while nothing has happened yet")
  void untrue(ContainerStatus status) {
    publish(status);
    assertUntrue();
  }

  @Test
  @DisplayName("but not one that it does: an instance came up, and the container is to run there")
  void preparing() {
    InstanceType small = config.instanceTypes().get(0);
    judge.began(HERE, small, true);
    judge.cameUp(HERE);
    publish(new ContainerStatus.Preparing());
    assertTrue();
  }

  @Test
  @DisplayName("nor: it runs where it was started")
  void running() {
    judge.began(HERE, config.instanceTypes().get(0), true);
    judge.changed(locked(), "d1");
    judge.startRecorded(FIRST, HERE, "d1");
    judge.started(FIRST, HERE);
    judge.changed(locked().assigned(HERE).running(Timeline.START), "d1");
    publish(new ContainerStatus.Running("i-1"));
    assertTrue();

    judge.changed(locked().cancelled("by its owner"), "user");
    for (int i = 0; i < 6; i++) {
      publish();
    }
    publish(new ContainerStatus.Running("i-2"));
    assertUntrue();
  }

  @Test
  @DisplayName("nor: it may still run where it was recorded")
  void exiting() {
    judge.began(HERE, config.instanceTypes().get(0), true);
    judge.startRecorded(FIRST, HERE, "d1");
    publish(new ContainerStatus.PreviousAttemptExiting());
    assertTrue();
  }

  @Test
  @DisplayName("nor: it was cancelled, or put on hold")
  void ended() {
    judge.changed(queued().withPriority(0), "user");
    publish(new ContainerStatus.OnHold());
    assertTrue();
  }

  @Test
  @DisplayName("nor: a type that would do has no room")
  void capacity() {
    Caller dispatcher = new Someone("d1", 0, 0);
    judge.refused(dispatcher, config.instanceTypes().get(0), Refusal.TYPE);
    publish(new ContainerStatus.AtCapacity(1, TYPES));
    assertTrue();
  }

  @Test
  @DisplayName("nor: so many never answered that it may stop, also those that it could not destroy")
  void bootsFailing() {
    InstanceType small = config.instanceTypes().get(0);
    long most = config.get(Settings.BREAKER_FAILURES);
    for (int i = 1; i < most; i++) {
      judge.began(new InstanceId("i-" + i), small, true);
      judge.gone(new InstanceId("i-" + i));
    }
    judge.began(HERE, small, true);
    judge.answered(HERE);
    judge.began(new InstanceId("living"), small, true);
    hourPasses();
    publish(new ContainerStatus.BootsFailing(TYPES));
    assertTrue();
  }

  @Test
  @DisplayName("BootsFailing where one fewer never answered than it takes")
  void bootsFailingTooFew() {
    InstanceType small = config.instanceTypes().get(0);
    long most = config.get(Settings.BREAKER_FAILURES);
    for (int i = 1; i < most; i++) {
      judge.began(new InstanceId("i-" + i), small, true);
      judge.gone(new InstanceId("i-" + i));
    }
    judge.began(HERE, small, true);
    judge.answered(HERE);
    hourPasses();
    publish(new ContainerStatus.BootsFailing(TYPES));
    assertUntrue();
  }

  @Test
  @DisplayName("AtCapacity of other types than those that would do")
  void otherTypes() {
    Caller dispatcher = new Someone("d1", 0, 0);
    judge.refused(dispatcher, config.instanceTypes().get(0), Refusal.ALL);
    publish(new ContainerStatus.AtCapacity(1, List.of("medium")));
    assertUntrue();
  }

  @Test
  @DisplayName("nor: the account has as many instances as it may, or was told so")
  void account() {
    for (int i = 1; i <= 3; i++) {
      judge.began(new InstanceId("i-" + i), config.instanceTypes().get(0), true);
    }
    publish(new ContainerStatus.AccountLimit(1), new ContainerStatus.AccountLimit(2));
    assertTrue();
  }

  @Test
  @DisplayName("nor the account's limit, while creates that failed are not known to have failed")
  void failedUnknown() {
    InstanceType small = config.instanceTypes().get(0);
    judge.listed("d1", List.of());
    for (int i = 1; i <= 3; i++) {
      judge.createAsked("d1", small);
      judge.createAnswered("d1", null, false);
    }
    publish(new ContainerStatus.AccountLimit(1));
    assertTrue();
  }

  @Test
  @DisplayName("positions that do not count on")
  void positions() {
    Caller dispatcher = new Someone("d1", 0, 0);
    judge.refused(dispatcher, config.instanceTypes().get(0), Refusal.QUOTA);
    publish(new ContainerStatus.AccountLimit(1), new ContainerStatus.AccountLimit(3));
    assertUntrue();
  }

  @Test
  @DisplayName("nor: no type fits")
  void nothingFits() {
    submit("a", 99);
    publish(new ContainerStatus.NothingFits("small: vCPUs"));
    assertTrue();
  }

  @Test
  @DisplayName("nor: its attempts have cost that, and no more; but not less than it may")
  void budgetSpent() {
    judge.changed(queued().requeued("gone").withCost(new BigDecimal("12")), "d1");
    publish(new ContainerStatus.BudgetSpent(new BigDecimal("12"), BigDecimal.TEN));
    assertTrue();

    for (int i = 0; i < 6; i++) {
      publish();
    }
    publish(new ContainerStatus.BudgetSpent(new BigDecimal("13"), BigDecimal.TEN));
    assertUntrue();
  }

  @Test
  @DisplayName("in a long queue, too, a part at a time; and the result says that it is a part")
  void longQueue() {
    judge.changed(queued().withPriority(0), "user");
    ContainerView held = new ContainerView(locked(), new ContainerStatus.OnHold(), Timeline.START);
    List<ContainerView> views =
        new ArrayList<>(IntStream.range(0, 5_000).mapToObj(i -> held).toList());
    views.set(4_999, new ContainerView(locked(), new ContainerStatus.Draining(), Timeline.START));
    judge.published("d1", snapshot(views));
    assertTrue();
    assertThat(checkers.sampled()).containsExactly("SCH-11");

    for (int i = 0; i < 100; i++) {
      judge.published("d1", snapshot(views));
    }
    assertUntrue();
  }
}
