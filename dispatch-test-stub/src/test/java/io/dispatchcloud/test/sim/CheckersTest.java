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
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Checkers say what is wrong with a bad history, and nothing of a good one")
class CheckersTest {
  private static final InstanceId HERE = new InstanceId("i-1");
  private static final InstanceId THERE = new InstanceId("i-2");
  private static final InstanceSetId OURS = new InstanceSetId("simulated");
  private static final Attempt FIRST = new Attempt(new ContainerId("a"), 1);
  private static final InstanceType TYPE =
      InstanceType.builder("small", 2, 4L << 30, BigDecimal.ONE).build();
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final NotedBench bench = new NotedBench();

  private record Someone(String name, long local, long mayActUntil) implements Caller {}

  private static ContainerSpec spec(String id, long priority) {
    return ContainerSpec.builder(id, Needs.of(1, 1L << 30), RunSpec.of("run"))
        .priority(priority)
        .build();
  }

  private static Container queued() {
    return Container.queued(spec("a", 1), Timeline.START);
  }

  private static Container locked() {
    return queued().locked(OURS, 1);
  }

  private static Container complete(int exitStatus) {
    Instant at = Timeline.START;
    OutputTail nothing = new OutputTail(new byte[0], 0);
    return locked()
        .assigned(HERE)
        .running(at)
        .completed(new RunResult(exitStatus, at, at, nothing, nothing));
  }

  private void assertBroken(String... rules) {
    assertThat(bench.broken).containsExactly(rules);
  }

  @Test
  @DisplayName("CTR-7 two processes of one container")
  void twoProcesses() {
    OneProcessEach checker = new OneProcessEach(bench);
    checker.started(FIRST, HERE);
    checker.ended(FIRST, HERE, 0);
    checker.started(new Attempt(FIRST.container(), 2), THERE);
    assertBroken();

    checker.started(new Attempt(FIRST.container(), 3), HERE);
    assertBroken("CTR-7");
  }

  @Test
  @DisplayName("CTR-7 an attempt that is started twice")
  void startedTwice() {
    OneProcessEach checker = new OneProcessEach(bench);
    checker.started(FIRST, HERE);
    checker.ended(FIRST, HERE, 0);
    checker.started(FIRST, HERE);
    assertBroken("CTR-7");
  }

  @Test
  @DisplayName("CTR-7 a start without a record, or on another instance than recorded")
  void unrecordedStart() {
    StartsUnderLock checker = new StartsUnderLock(bench);
    checker.changed(locked(), "d1");
    checker.startRecorded(FIRST, HERE, "d1");
    checker.started(FIRST, HERE);
    assertBroken();

    checker.started(FIRST, THERE);
    assertBroken("CTR-7");
  }

  @Test
  @DisplayName("CTR-7 a start after the lock was given back")
  void startAfterUnlock() {
    StartsUnderLock checker = new StartsUnderLock(bench);
    checker.changed(locked(), "d1");
    checker.startRecorded(FIRST, HERE, "d1");
    checker.changed(locked().requeued("lost"), "d1");
    checker.started(FIRST, HERE);
    assertBroken("CTR-7");
  }

  @Test
  @DisplayName("CTR-7 an attempt that is given up while its process lives")
  void givenUpAlive() {
    StartsUnderLock checker = new StartsUnderLock(bench);
    checker.changed(locked(), "d1");
    checker.startRecorded(FIRST, HERE, "d1");
    checker.started(FIRST, HERE);
    checker.changed(locked().cancelled("by its owner"), "user");
    assertBroken();

    checker.changed(locked().requeued("lost"), "d1");
    assertBroken("CTR-7");
  }

  @Test
  @DisplayName("CTR-1 a result that changes, POOL-23 one that is made up")
  void results() {
    ResultsKept checker = new ResultsKept(bench);
    checker.ended(FIRST, HERE, 3);
    checker.changed(complete(3), "d1");
    assertBroken();

    checker.changed(complete(4), "d1");
    assertBroken("CTR-1", "POOL-23");
  }

  @Test
  @DisplayName("RUN-5 a result that is discarded before it is recorded")
  void discardedEarly() {
    ResultsKept checker = new ResultsKept(bench);
    checker.changed(locked(), "d1");
    checker.ended(FIRST, HERE, 0);
    checker.discarded(FIRST, HERE, true);
    assertBroken("RUN-5");
  }

  @Test
  @DisplayName("POOL-8 more instances than there may be, pending ones counted")
  void tooManyInstances() {
    InstanceLimits checker = new InstanceLimits(bench, 2, 0);
    checker.listed("d1", new ArrayList<>(List.of(HERE)));
    checker.createAsked("d1", TYPE);
    assertBroken();

    checker.createAsked("d1", TYPE);
    assertBroken("POOL-8");
  }

  @Test
  @DisplayName("POOL-8 an instance that is asked for before the first listing")
  void createsBlindly() {
    new InstanceLimits(bench, 2, 0).createAsked("d1", TYPE);
    assertBroken("POOL-8");
  }

  @Test
  @DisplayName("POOL-6 more creates under way than there may be")
  void tooManyCreates() {
    InstanceLimits checker = new InstanceLimits(bench, 0, 1);
    checker.createAsked("d1", TYPE);
    checker.createMade("d1", HERE);
    checker.createAnswered("d1", HERE, true);
    checker.createAsked("d1", TYPE);
    assertBroken();

    checker.createAsked("d1", TYPE);
    assertBroken("POOL-6");
  }

  @Test
  @DisplayName("SET-9 more calls to the cloud in a second than there may be")
  void tooFast() {
    Pace checker = Pace.ofCloudCalls(bench, 2);
    checker.begins(new Someone("d1", 0, 0), "list instances");
    checker.begins(new Someone("d1", 500_000_000, 0), "destroy i-1");
    checker.begins(new Someone("d1", 600_000_000, 0), "probe i-1");
    checker.begins(new Someone("d1", 1_000_000_000, 0), "create small");
    assertBroken();

    checker.begins(new Someone("d1", 1_400_000_000, 0), "set tags of i-1");
    assertBroken("SET-9");
  }

  @Test
  @DisplayName("POOL-11 more probes in a second than there may be")
  void tooManyProbes() {
    Pace checker = Pace.ofProbes(bench, 1);
    checker.begins(new Someone("d1", 0, 0), "probe i-1");
    checker.begins(new Someone("d2", 0, 0), "probe i-1");
    assertBroken();

    checker.begins(new Someone("d1", 999_999_999, 0), "probe i-2");
    assertBroken("POOL-11");
  }

  @Test
  @DisplayName("QUEUE-7 a call without the lease")
  void withoutLease() {
    ActsUnderLease checker = new ActsUnderLease(bench);
    checker.begins(new Someone("d1", 5, 6), "probe i-1");
    checker.begins(new Someone("d1", 6, 6), "renew the lease");
    assertBroken();

    checker.startSent(new Someone("d1", 6, 6), FIRST, HERE);
    assertBroken("QUEUE-7");
  }

  @Test
  @DisplayName("POOL-20 an instance that is destroyed while something runs there")
  void busyDestroyed() {
    BusyKept checker = new BusyKept(bench, TEN_MINUTES);
    checker.changed(locked(), "d1");
    checker.started(FIRST, HERE);
    checker.touched(HERE, true, "d1", true, TEN_MINUTES);
    assertBroken();

    checker.touched(HERE, true, "d2", true, Duration.ofMinutes(9));
    assertBroken("POOL-20");
  }

  @Test
  @DisplayName("SET-5 an instance of somebody else's that is touched")
  void foreignTouched() {
    new BusyKept(bench, TEN_MINUTES).touched(HERE, false, "d1", false, Duration.ZERO);
    assertBroken("SET-5");
  }

  @Test
  @DisplayName("SCH-2 something of a lower priority that is locked while a higher one waits")
  void lowerFirst() {
    HigherFirst checker = new HigherFirst(bench, spec -> List.of("small"));
    checker.submitted(submitted("high", 5));
    checker.submitted(submitted("low", 1));
    DispatcherSnapshot snapshot = snapshot(List.of());
    checker.published("d1", snapshot);
    bench.now = Duration.ofMinutes(6).toNanos();
    Container low = Container.queued(spec("low", 1), Timeline.START);
    checker.changed(low.locked(OURS, 1), "d1");
    checker.published("d1", snapshot);
    assertBroken();

    bench.now = TEN_MINUTES.toNanos();
    checker.published("d1", snapshot);
    assertBroken("SCH-2");
  }

  @Test
  @DisplayName("CONF a start of what had cost as much as it may when it was locked")
  void budgetSpent() {
    BudgetKept checker = new BudgetKept(bench, new BigDecimal("0.50"));
    checker.began(HERE, TYPE, true);
    checker.submitted(submitted("a", 1));
    checker.changed(locked(), "d1");
    checker.started(FIRST, HERE);
    bench.now = Duration.ofMinutes(59).toNanos();
    checker.ended(FIRST, HERE, null);
    // Half of what is there, for an hour but a minute: it may cost a bit more.
    Attempt second = new Attempt(FIRST.container(), 2);
    checker.changed(queued().locked(OURS, 2), "d1");
    checker.started(second, HERE);
    bench.now = Duration.ofMinutes(61).toNanos();
    checker.ended(second, HERE, null);
    assertBroken();

    checker.changed(queued().locked(OURS, 3), "d1");
    assertBroken();
    checker.started(new Attempt(FIRST.container(), 3), HERE);
    assertBroken("CONF");
  }

  private static SimulatedContainer submitted(String id, long priority) {
    return new SimulatedContainer(spec(id, priority), Duration.ZERO, TEN_MINUTES, 0);
  }

  private static DispatcherSnapshot snapshot(List<ContainerView> containers) {
    return new DispatcherSnapshot(
        Timeline.START,
        DispatcherState.ACTIVE,
        List.of(),
        containers,
        DispatcherLimits.NONE,
        BigDecimal.ZERO);
  }
}
