package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("CTR the store in memory")
class InMemoryControllerTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstanceSetId SET = new InstanceSetId("set");
  private static final Owner OTHER = new Owner(new InstanceSetId("other"), 1);
  private static final InstanceId HOST = new InstanceId("i-1");
  private static final ContainerId A = new ContainerId("a");
  private static final RunSpec RUN = RunSpec.of("true");

  private Instant now = T0;
  private final InMemoryController store =
      new InMemoryController(() -> now, new AttemptLimits(10, 3));
  private Owner owner;

  @BeforeEach
  void leases() {
    owner = store.acquire(SET, "me").orElseThrow().owner();
    assertThat(store.acquire(OTHER.instanceSetId(), "they").orElseThrow().owner()).isEqualTo(OTHER);
  }

  private static RunResult result(int status) {
    return new RunResult(
        status, T0.plusSeconds(5), T0.plusSeconds(9), OutputTail.EMPTY, OutputTail.EMPTY);
  }

  private void submit(String id, long priority) {
    store.submit(ContainerSpec.builder(id, Needs.of(1, 1), RUN).priority(priority).build());
  }

  /** Takes a container as far as a state. */
  private Attempt bring(String id, ContainerState state) throws ControllerException {
    submit(id, 1);
    ContainerId container = new ContainerId(id);
    if (state == ContainerState.QUEUED) {
      return new Attempt(container, 1);
    }
    Attempt attempt = store.lock(owner, container).currentAttempt().orElseThrow();
    switch (state) {
      case RUNNING -> store.recordRunning(owner, attempt, HOST, T0);
      case COMPLETE -> store.recordResult(owner, attempt, HOST, result(0));
      case CANCELLED -> store.cancel(owner, container, "enough");
      default -> {}
    }
    return attempt;
  }

  private ContainerState state() {
    return store.find(A).orElseThrow().state();
  }

  private static void assertConflict(ThrowingCallable change) {
    assertThatExceptionOfType(ConflictException.class).isThrownBy(change);
  }

  @Test
  @DisplayName("CTR-1 a whole life: queued, locked, running, complete")
  void life() throws ControllerException {
    submit("a", 1);
    Attempt attempt = store.lock(owner, A).currentAttempt().orElseThrow();
    assertThat(attempt.number()).isEqualTo(1);

    assertThat(store.recordStart(owner, attempt, HOST)).isEqualTo(RUN);
    Container running = store.recordRunning(owner, attempt, HOST, T0.plusSeconds(5));
    assertThat(running.state()).isEqualTo(ContainerState.RUNNING);
    assertThat(running.startedAt()).isEqualTo(T0.plusSeconds(5));
    assertThat(running.instance()).isEqualTo(HOST);
    Container complete = store.recordResult(owner, attempt, HOST, result(3));

    assertThat(complete.state()).isEqualTo(ContainerState.COMPLETE);
    assertThat(complete.result()).isEqualTo(result(3));
    assertThat(store.find(A)).contains(complete);
  }

  @ParameterizedTest
  @EnumSource(names = "QUEUED", mode = Mode.EXCLUDE)
  @DisplayName("CTR-1 only what is queued can be locked")
  void lock(ContainerState state) throws ControllerException {
    bring("a", state);

    assertConflict(() -> store.lock(owner, A));

    assertThat(state()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource(names = "LOCKED", mode = Mode.EXCLUDE)
  @DisplayName("CTR-1 only what is locked can be unlocked, or have its start recorded")
  void unlock(ContainerState state) throws ControllerException {
    Attempt attempt = bring("a", state);

    assertConflict(() -> store.unlock(owner, attempt, UnlockReason.QUOTA));
    assertConflict(() -> store.recordStart(owner, attempt, HOST));

    assertThat(state()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"LOCKED", "RUNNING"},
      mode = Mode.EXCLUDE)
  @DisplayName("CTR-1 only what is locked or running can run, or be requeued")
  void requeue(ContainerState state) throws ControllerException {
    Attempt attempt = bring("a", state);

    assertConflict(() -> store.recordRunning(owner, attempt, HOST, T0));
    assertConflict(() -> store.requeue(owner, attempt, RequeueReason.LOST, "gone"));

    assertThat(state()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETE", "CANCELLED"})
  @DisplayName("CTR-1 what has ended can't be cancelled, by its owner or a dispatcher")
  void cancelEnded(ContainerState state) throws ControllerException {
    bring("a", state);

    assertConflict(() -> store.cancel(owner, A, "no"));
    assertConflict(() -> store.cancel(A, "no"));

    assertThat(state()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "LOCKED", "RUNNING"})
  @DisplayName("CTR-1 what has not ended can be cancelled, with a reason")
  void cancel(ContainerState state) throws ControllerException {
    bring("a", state);

    assertThat(store.cancel(owner, A, "nothing fits").error()).isEqualTo("nothing fits");

    assertThat(state()).isEqualTo(ContainerState.CANCELLED);
  }

  @Test
  @DisplayName("CTR-1 a refusal is clear, and tells how things are")
  void clearRefusal() throws ControllerException {
    bring("a", ContainerState.RUNNING);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store.lock(owner, A))
        .withMessage("a is RUNNING and can't become LOCKED")
        .satisfies(e -> assertThat(e.current()).isEqualTo(store.find(A)));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store.lock(owner, new ContainerId("nobody")))
        .withMessage("there is no container nobody")
        .satisfies(e -> assertThat(e.current()).isEmpty());
  }

  @Test
  @DisplayName("CTR-1 what another instance set has locked is not ours to change")
  void othersContainers() throws ControllerException {
    submit("a", 1);
    Attempt theirs = store.lock(OTHER, A).currentAttempt().orElseThrow();

    assertConflict(() -> store.unlock(owner, theirs, UnlockReason.QUOTA));
    assertConflict(() -> store.recordStart(owner, theirs, HOST));
    assertConflict(() -> store.recordRunning(owner, theirs, HOST, T0));
    assertConflict(() -> store.recordResult(owner, theirs, HOST, result(0)));
    assertConflict(() -> store.requeue(owner, theirs, RequeueReason.LOST, ""));
    assertConflict(() -> store.cancel(owner, A, "no"));

    assertThat(state()).isEqualTo(ContainerState.LOCKED);
  }

  @Test
  @DisplayName("CTR-2 an id can be submitted once, and never again")
  void uniqueIds() throws ControllerException {
    bring("a", ContainerState.COMPLETE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> submit("a", 1))
        .withMessageStartingWith("container id: 'a'");
  }

  @Test
  @DisplayName("CTR-3 the tenth start that failed cancels, with the number")
  void failedStarts() throws ControllerException {
    submit("a", 1);
    for (int i = 1; i <= 9; i++) {
      Attempt attempt = store.lock(owner, A).currentAttempt().orElseThrow();
      assertThat(store.unlock(owner, attempt, UnlockReason.START_FAILED).state())
          .isEqualTo(ContainerState.QUEUED);
    }
    Attempt tenth = store.lock(owner, A).currentAttempt().orElseThrow();
    Container cancelled = store.unlock(owner, tenth, UnlockReason.START_FAILED);

    assertThat(cancelled.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(cancelled.error()).isEqualTo("Failed to start: lock_count == 10");
  }

  @ParameterizedTest
  @EnumSource(names = "START_FAILED", mode = Mode.EXCLUDE)
  @DisplayName("CTR-3 unlocks for any other reason are free")
  void freeUnlocks(UnlockReason reason) throws ControllerException {
    submit("a", 1);
    for (int i = 1; i <= 30; i++) {
      Attempt attempt = store.lock(owner, A).currentAttempt().orElseThrow();
      store.unlock(owner, attempt, reason);
    }

    assertThat(state()).isEqualTo(ContainerState.QUEUED);
  }

  @Test
  @DisplayName("CTR-4 what is on hold is not listed, not started, and not lost; a release lists it")
  void onHold() throws ControllerException {
    submit("a", 0);
    assertThat(store.queued(Page.FIRST).items()).isEmpty();
    store.setPriority(A, 5);
    assertThat(store.queued(Page.FIRST).items()).hasSize(1);

    Attempt attempt = store.lock(owner, A).currentAttempt().orElseThrow();
    store.setPriority(A, 0);
    assertConflict(() -> store.recordStart(owner, attempt, HOST));

    assertThat(state()).isEqualTo(ContainerState.LOCKED);
  }

  @Test
  @DisplayName("CTR-4 a requeue because of a hold is no loss, however often")
  void requeuedOnHold() throws ControllerException {
    submit("a", 1);
    for (int i = 1; i <= 10; i++) {
      Attempt attempt = store.lock(owner, A).currentAttempt().orElseThrow();
      store.recordRunning(owner, attempt, HOST, T0);
      store.requeue(owner, attempt, RequeueReason.ON_HOLD, "it was put on hold");
    }

    assertThat(state()).isEqualTo(ContainerState.QUEUED);
  }

  @Test
  @DisplayName("CTR-7 an attempt's number rises with each lock, and is never used again")
  void attemptsRise() throws ControllerException {
    submit("a", 1);
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Attempt attempt = store.lock(owner, A).currentAttempt().orElseThrow();
      numbers.add(attempt.number());
      store.unlock(owner, attempt, UnlockReason.QUOTA);
    }

    assertThat(numbers).containsExactly(1L, 2L, 3L);
  }

  @Test
  @DisplayName("CTR-7 nothing is recorded for an attempt that is not the current one")
  void formerAttempt() throws ControllerException {
    submit("a", 1);
    Attempt first = store.lock(owner, A).currentAttempt().orElseThrow();
    store.unlock(owner, first, UnlockReason.QUOTA);
    store.lock(owner, A);

    assertConflict(() -> store.recordStart(owner, first, HOST));
    assertConflict(() -> store.recordRunning(owner, first, HOST, T0));
    assertConflict(() -> store.recordResult(owner, first, HOST, result(0)));
    assertConflict(() -> store.requeue(owner, first, RequeueReason.LOST, ""));
    assertConflict(() -> store.unlock(owner, first, UnlockReason.START_FAILED));

    assertThat(state()).isEqualTo(ContainerState.LOCKED);
  }

  @Test
  @DisplayName("CTR-7 a start is recorded on one instance; repeating that is harmless")
  void startOnce() throws ControllerException {
    Attempt attempt = bring("a", ContainerState.LOCKED);
    store.recordStart(owner, attempt, HOST);

    assertThat(store.recordStart(owner, attempt, HOST)).isEqualTo(RUN);
    assertConflict(() -> store.recordStart(owner, attempt, new InstanceId("i-2")));

    assertThat(store.find(A).orElseThrow().instance()).isEqualTo(HOST);
  }

  @Test
  @DisplayName("CTR-7 lost attempts are requeued three times, then it is cancelled with the reason")
  void losses() throws ControllerException {
    submit("a", 1);
    for (int i = 1; i <= 3; i++) {
      Attempt attempt = store.lock(owner, A).currentAttempt().orElseThrow();
      store.recordStart(owner, attempt, HOST);
      Container requeued = store.requeue(owner, attempt, RequeueReason.LOST, "i-1 is gone");
      assertThat(requeued.state()).isEqualTo(ContainerState.QUEUED);
      assertThat(requeued.instance()).isNull();
    }
    Attempt fourth = store.lock(owner, A).currentAttempt().orElseThrow();
    Container cancelled = store.requeue(owner, fourth, RequeueReason.LOST, "i-1 is gone");

    assertThat(cancelled.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(cancelled.error()).contains("lost 4 times", "i-1 is gone");
  }

  @Test
  @DisplayName("POOL-23 the first result stays; recording it again is harmless")
  void resultOnce() throws ControllerException {
    Attempt attempt = bring("a", ContainerState.RUNNING);
    store.recordResult(owner, attempt, HOST, result(1));

    assertThat(store.recordResult(owner, attempt, HOST, result(2)).result()).isEqualTo(result(1));
  }

  @Test
  @DisplayName("POOL-23 a result of a locked one is recorded through running")
  void resultOfLocked() throws ControllerException {
    Attempt attempt = bring("a", ContainerState.LOCKED);

    Container complete = store.recordResult(owner, attempt, HOST, result(0));

    assertThat(complete.state()).isEqualTo(ContainerState.COMPLETE);
    assertThat(complete.startedAt()).isEqualTo(T0.plusSeconds(5));
    assertThat(complete.instance()).isEqualTo(HOST);
  }

  @Test
  @DisplayName("POOL-23 that it runs can be recorded twice; the first time stays")
  void runningTwice() throws ControllerException {
    Attempt attempt = bring("a", ContainerState.RUNNING);

    assertThat(store.recordRunning(owner, attempt, HOST, T0.plusSeconds(60)).startedAt())
        .isEqualTo(T0);
  }

  @Test
  @DisplayName("POOL-23 the result of a cancelled one is of no use")
  void resultOfCancelled() throws ControllerException {
    Attempt attempt = bring("a", ContainerState.CANCELLED);

    assertConflict(() -> store.recordResult(owner, attempt, HOST, result(0)));
  }

  @Test
  @DisplayName("QUEUE-3 locked lists what the instance set has, locked and running, and no more")
  void lockedByUs() throws ControllerException {
    for (ContainerState state : ContainerState.values()) {
      bring(state.name(), state);
    }
    submit("theirs", 1);
    store.lock(OTHER, new ContainerId("theirs"));

    assertThat(store.locked(SET, Page.FIRST).items())
        .extracting(Container::state)
        .containsExactly(ContainerState.LOCKED, ContainerState.RUNNING);
  }

  @Test
  @DisplayName("QUEUE-3 queued lists the highest priority first, then the oldest")
  void queuedOrder() {
    submit("z", 1);
    submit("a", 1);
    submit("high", Long.MAX_VALUE);
    submit("held", 0);
    submit("below", -1);

    assertThat(store.queued(Page.FIRST).items())
        .extracting(container -> container.id().value())
        .containsExactly("high", "z", "a");
  }

  @Test
  @DisplayName("QUEUE-3 queued comes in pages of 1,000")
  void queuedPages() {
    for (int i = 0; i < 2_001; i++) {
      submit("c" + i, 1);
    }
    Page<Container> first = store.queued(Page.FIRST);
    Page<Container> second = store.queued(first.next());
    Page<Container> third = store.queued(second.next());

    assertThat(first.items()).hasSize(1_000);
    assertThat(second.items()).hasSize(1_000);
    assertThat(third.items()).hasSize(1);
    assertThat(third.isLast()).isTrue();
  }

  @Test
  @DisplayName("QUEUE-3 pages of locked ones miss none that stays locked meanwhile")
  void lockedPages() throws ControllerException {
    for (int i = 0; i < 2_000; i++) {
      bring("c" + i, ContainerState.LOCKED);
    }
    Page<Container> first = store.locked(SET, Page.FIRST);
    store.cancel(owner, new ContainerId("c0"), "between the pages");
    Page<Container> second = store.locked(SET, first.next());

    assertThat(first.items()).hasSize(1_000);
    assertThat(second.items())
        .extracting(each -> each.id().value())
        .contains("c1000")
        .hasSize(1_000);
    assertThat(second.isLast()).isTrue();
  }

  @Test
  @DisplayName("QUEUE-3 by id: those that there are, whatever their state")
  void byId() throws ControllerException {
    bring("a", ContainerState.COMPLETE);
    submit("held", 0);

    assertThat(store.byId(List.of(A, new ContainerId("held"), new ContainerId("nobody"))))
        .extracting(container -> container.id().value())
        .containsExactlyInAnyOrder("a", "held");
  }

  @Test
  @DisplayName("QUEUE-7 one holder at a time; each take-over has a higher fence")
  void lease() throws ControllerException {
    assertThat(store.acquire(SET, "another")).isEmpty();
    now = T0.plusSeconds(7);
    assertThat(store.renew(owner).owner()).isEqualTo(owner);
    now = T0.plusSeconds(14);
    assertThat(store.acquire(SET, "another")).isEmpty();
    now = T0.plusSeconds(15);
    Owner next = store.acquire(SET, "another").orElseThrow().owner();

    assertThat(next.fence()).isGreaterThan(owner.fence());
    assertThatExceptionOfType(FencedException.class).isThrownBy(() -> store.renew(owner));
  }

  @Test
  @DisplayName("QUEUE-7 a lease that ran out is good until somebody takes it over")
  void leaseEnds() throws ControllerException {
    submit("a", 1);
    now = T0.plusSeconds(60);

    assertThat(store.renew(owner).owner()).isEqualTo(owner);
    assertThat(store.lock(owner, A).state()).isEqualTo(ContainerState.LOCKED);
    assertThat(store.acquire(SET, "another")).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-7 giving back a lease frees it; a former holder frees nothing")
  void release() {
    store.release(owner);
    Owner next = store.acquire(SET, "another").orElseThrow().owner();
    assertThat(next.fence()).isGreaterThan(owner.fence());
    store.release(owner);

    assertThat(store.acquire(SET, "a third")).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-7 no write of a former holder gets through, and none changes anything")
  void fenced() throws ControllerException {
    Attempt attempt = bring("a", ContainerState.LOCKED);
    submit("b", 1);
    Container before = store.find(A).orElseThrow();
    now = T0.plusSeconds(8);
    List<ThrowingCallable> writes =
        List.of(
            () -> store.lock(owner, new ContainerId("b")),
            () -> store.unlock(owner, attempt, UnlockReason.QUOTA),
            () -> store.recordStart(owner, attempt, HOST),
            () -> store.recordRunning(owner, attempt, HOST, T0),
            () -> store.recordResult(owner, attempt, HOST, result(0)),
            () -> store.requeue(owner, attempt, RequeueReason.LOST, ""),
            () -> store.cancel(owner, A, ""));

    Owner next = store.acquire(SET, "another").orElseThrow().owner();
    assertThat(writes)
        .allSatisfy(write -> assertThatExceptionOfType(FencedException.class).isThrownBy(write));

    assertThat(store.find(A)).contains(before);
    assertThat(store.unlock(next, attempt, UnlockReason.RECOVERY).state())
        .isEqualTo(ContainerState.QUEUED);
  }

  @Test
  @DisplayName("listeners hear of what users change, until they end their subscription")
  void listeners() throws ControllerException {
    List<String> heard = new ArrayList<>();
    Subscription subscription = store.onChange(() -> heard.add("changed"));
    submit("a", 1);
    store.setPriority(A, 2);
    store.cancel(A, "enough");
    subscription.close();
    submit("b", 1);

    assertThat(heard).hasSize(3);
  }

  @Test
  @DisplayName("a priority changes until the end, and not after")
  void priority() throws ControllerException {
    submit("a", 1);
    assertThat(store.setPriority(A, 9).priority()).isEqualTo(9);
    store.cancel(A, "enough");

    assertThat(store.setPriority(A, 1).priority()).isEqualTo(9);
    assertConflict(() -> store.setPriority(new ContainerId("nobody"), 1));
  }

  @Test
  @DisplayName("waiting ends when all have ended, or time is over")
  void awaitFinished() throws Exception {
    assertThat(store.awaitFinished(Duration.ZERO)).isTrue();
    submit("a", 1);
    assertThat(store.awaitFinished(Duration.ofMillis(1))).isFalse();
    store.cancel(A, "enough");

    assertThat(store.awaitFinished(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  @DisplayName("CTR-7 the results of attempts that were followed by others are kept")
  void resultsOfAttempts() throws ControllerException {
    store.submit(
        ContainerSpec.builder("a", Needs.of(1, 1), RUN)
            .retry(new RetryRule(Set.of(75), 2, 0))
            .build());
    Attempt first = store.lock(owner, A).currentAttempt().orElseThrow();
    store.recordResult(owner, first, HOST, result(75));
    store.recordResult(owner, first, HOST, result(3));
    Attempt second = store.lock(owner, A).currentAttempt().orElseThrow();
    assertThat(store.result(second)).isEmpty();
    store.recordResult(owner, second, HOST, result(0));

    assertThat(store.result(first)).map(RunResult::exitStatus).contains(75);
    assertThat(store.result(second)).map(RunResult::exitStatus).contains(0);
    assertThat(store.result(new Attempt(new ContainerId("nobody"), 1))).isEmpty();
  }

  @Test
  @DisplayName("CTR-7 refuses a negative price, and has changed nothing then")
  void negativePrice() throws Exception {
    store.submit(ContainerSpec.builder("a", Needs.of(1, 1), RUN).build());
    Attempt attempt = store.lock(owner, A).currentAttempt().orElseThrow();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.recordStart(owner, attempt, HOST, new BigDecimal("-1")))
        .withMessageContaining("pricePerHour: '-1'");
    assertThat(store.find(A).orElseThrow().instance()).isNull();
  }
}
