package io.dispatchcloud.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.QueueContext;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.api.queue.QueueView;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Sizing;
import io.dispatchcloud.api.queue.UnlockReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("QUEUE the cached view of the store")
class CachedQueueTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstanceSetId SET = new InstanceSetId("set");
  private static final InstanceSetId OTHER = new InstanceSetId("other");
  private static final Owner OWNER = new Owner(SET, 7);
  private static final InstanceId HOST = new InstanceId("i-1");
  private static final Sizing SIZING =
      Sizing.fits(List.of(InstanceType.builder("t", 1, 1, BigDecimal.ONE).build()));

  private final ScriptedController controller = new ScriptedController();
  private final List<ContainerId> sized = new ArrayList<>();
  private Instant now = T0;
  private final ContainerQueue queue = open(100);

  private ContainerQueue open(int fetchTarget) {
    return new CachedQueueProvider()
        .open(new QueueContext(controller, OWNER, this::size, fetchTarget, () -> now));
  }

  private Sizing size(Container container) {
    sized.add(container.id());
    return SIZING;
  }

  private static ContainerId id(String value) {
    return new ContainerId(value);
  }

  private static Container queued(String id) {
    return Container.queued(
        ContainerSpec.builder(id, Needs.of(1, 1), ScriptedController.RUN).build(), T0);
  }

  private static Container supervisor(String id) {
    return Container.queued(
        ContainerSpec.builder(id, Needs.of(1, 1), ScriptedController.RUN).supervisor(true).build(),
        T0);
  }

  private static Container locked(String id) {
    return queued(id).locked(SET, 1);
  }

  private static Attempt attempt(String id) {
    return new Attempt(id(id), 1);
  }

  private void stored(List<Container> locked, List<Container> queued) {
    controller.lockedPages = List.of(locked);
    controller.queuedPages = List.of(queued);
  }

  private void refresh() throws ControllerException {
    queue.update(Set.of());
  }

  private List<String> shown() {
    return queue.entries().entries().stream()
        .map(entry -> entry.container().id() + " " + entry.container().state())
        .toList();
  }

  @Test
  @DisplayName("QUEUE-1 no view before the first refresh has succeeded")
  void noViewAtFirst() throws ControllerException {
    assertThatIllegalStateException().isThrownBy(queue::entries);
    assertThat(queue.get(id("a"))).isEmpty();

    refresh();

    assertThat(queue.entries().entries()).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-1 the view is in the order of ids, and says when its refresh began")
  void view() throws ControllerException {
    stored(List.of(locked("b")), List.of(queued("c"), queued("a")));
    now = T0.plusSeconds(10);
    controller.beforeAnswer = () -> now = T0.plusSeconds(15);

    refresh();

    assertThat(shown()).containsExactly("a QUEUED", "b LOCKED", "c QUEUED");
    assertThat(queue.entries().refreshBegan()).isEqualTo(T0.plusSeconds(10));
  }

  @Test
  @DisplayName("QUEUE-1 a view that was given does not change any more")
  void immutableView() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    QueueView before = queue.entries();
    queue.forget(id("a"));

    assertThat(before.entries()).hasSize(1);
    assertThat(queue.entries().entries()).isEmpty();
  }

  @Test
  @DisplayName(
      "QUEUE-1 what a refresh finds as it was stays the same object, so that changes are few")
  void sameObjects() throws ControllerException {
    stored(List.of(locked("a")), List.of(queued("b")));
    refresh();
    QueueView before = queue.entries();
    stored(List.of(locked("a")), List.of(queued("b").withPriority(7)));

    refresh();

    assertThat(queue.entries().entries().get(0)).isSameAs(before.entries().get(0));
    assertThat(queue.entries().entries().get(1).container().priority()).isEqualTo(7);
  }

  @Test
  @DisplayName("QUEUE-1 a refresh that fails leaves the view as it was")
  void failedRefresh() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    QueueView before = queue.entries();
    controller.beforeAnswer =
        () -> {
          throw new IllegalStateException("the network is gone");
        };

    assertThatIllegalStateException().isThrownBy(this::refresh);

    assertThat(queue.entries()).isEqualTo(before);
  }

  @Test
  @DisplayName("QUEUE-2 what was changed here shows at once")
  void showsChanges() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    controller.changed = locked("a");

    assertThat(queue.lock(id("a"))).isEqualTo(locked("a"));

    assertThat(shown()).containsExactly("a LOCKED");
  }

  @Test
  @DisplayName("QUEUE-2 a refresh that began before a lock does not undo it; the next one counts")
  void oldRefreshAfterLock() throws ControllerException {
    stored(List.of(), List.of(queued("a"), queued("b")));
    refresh();
    controller.changed = locked("a");
    controller.beforeAnswer = () -> assertThat(lock("a")).isEqualTo(locked("a"));

    refresh();
    assertThat(shown()).containsExactly("a LOCKED", "b QUEUED");

    refresh();
    assertThat(shown()).containsExactly("a QUEUED", "b QUEUED");
  }

  private Container lock(String id) {
    try {
      return queue.lock(id(id));
    } catch (ControllerException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("QUEUE-2 a refresh that began before a change does not drop what it lacks")
  void oldRefreshLacksChanged() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    stored(List.of(), List.of());
    controller.changed = locked("a");
    controller.beforeAnswer = () -> assertThat(lock("a")).isEqualTo(locked("a"));

    refresh();

    assertThat(shown()).containsExactly("a LOCKED");
  }

  @Test
  @DisplayName("QUEUE-2 a refresh that began before something was forgotten does not bring it back")
  void oldRefreshAfterForget() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    controller.beforeAnswer = () -> queue.forget(id("a"));

    refresh();
    assertThat(shown()).isEmpty();

    refresh();
    assertThat(shown()).containsExactly("a QUEUED");
  }

  @Test
  @DisplayName("QUEUE-2 a start that was recorded shows in the view")
  void showsStart() throws ControllerException {
    stored(List.of(locked("a")), List.of());
    refresh();

    assertThat(queue.recordStart(attempt("a"), HOST)).isEqualTo(ScriptedController.RUN);

    assertThat(queue.get(id("a")).orElseThrow().container()).isEqualTo(locked("a").assigned(HOST));
  }

  @Test
  @DisplayName("QUEUE-2 a conflict is passed on, and the view shows how things are")
  void conflict() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    Container cancelled = queued("a").cancelled("by its owner");
    controller.refusal = new ConflictException("too late", cancelled);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> queue.lock(id("a")));

    assertThat(shown()).containsExactly("a CANCELLED");
  }

  @Test
  @DisplayName("QUEUE-2 a conflict while a start is recorded updates the view as well")
  void conflictOfStart() throws ControllerException {
    stored(List.of(locked("a")), List.of());
    refresh();
    controller.refusal = new ConflictException("too late", locked("a").cancelled("enough"));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> queue.recordStart(attempt("a"), HOST));

    assertThat(shown()).containsExactly("a CANCELLED");
  }

  @Test
  @DisplayName("QUEUE-2 a conflict about what was deleted drops it")
  void conflictOfDeleted() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    controller.refusal = new ConflictException("there is no such container", null);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> queue.lock(id("a")));

    assertThat(shown()).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-2 any other failure changes nothing: the next refresh tells")
  void otherFailure() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    controller.refusal = new ControllerException("timed out");

    assertThatExceptionOfType(ControllerException.class).isThrownBy(() -> queue.lock(id("a")));

    assertThat(shown()).containsExactly("a QUEUED");
  }

  @Test
  @DisplayName("QUEUE-7 every write names the owner with its fence")
  void fence() throws ControllerException {
    controller.changed = locked("a");
    queue.lock(id("a"));
    queue.unlock(attempt("a"), UnlockReason.QUOTA);
    queue.recordStart(attempt("a"), HOST);
    queue.recordRunning(attempt("a"), HOST, T0);
    queue.recordResult(
        attempt("a"), HOST, new RunResult(0, T0, T0, OutputTail.EMPTY, OutputTail.EMPTY));
    queue.requeue(attempt("a"), RequeueReason.LOST, "gone");
    queue.cancel(id("a"), "no");

    assertThat(controller.calls)
        .containsExactly(
            "lock a for set@7",
            "unlock a#1 for set@7: QUOTA",
            "start a#1 on i-1 for set@7",
            "running a#1 on i-1 for set@7",
            "result of a#1 on i-1 for set@7",
            "requeue a#1 for set@7: LOST, gone",
            "cancel a for set@7: no");
  }

  @Test
  @DisplayName("QUEUE-3 asks for all pages of what is locked by the instance set")
  void allLocked() throws ControllerException {
    controller.lockedPages = List.of(List.of(locked("a")), List.of(), List.of(locked("b")));

    refresh();

    assertThat(shown()).containsExactly("a LOCKED", "b LOCKED");
    assertThat(controller.calls)
        .containsExactly("locked by set ", "locked by set 1", "locked by set 2", "queued ");
  }

  @Test
  @DisplayName("QUEUE-3 asks for queued ones until the target is reached, and no further")
  void fetchTarget() throws ControllerException {
    controller.queuedPages =
        List.of(
            List.of(queued("a"), queued("b")),
            List.of(queued("c")),
            List.of(queued("d")),
            List.of(queued("e")));
    ContainerQueue three = open(3);

    three.update(Set.of());

    assertThat(three.entries().entries()).hasSize(3);
    assertThat(controller.calls).containsExactly("locked by set ", "queued ", "queued 1");
  }

  @Test
  @DisplayName("QUEUE-3 supervisors do not count towards the target")
  void supervisorsAreExtra() throws ControllerException {
    controller.queuedPages =
        List.of(
            List.of(supervisor("s1"), supervisor("s2"), supervisor("s3")),
            List.of(queued("a"), supervisor("s4")),
            List.of(queued("b")));
    ContainerQueue one = open(1);

    one.update(Set.of());

    assertThat(one.entries().entries())
        .extracting(entry -> entry.container().id().value())
        .containsExactly("a", "s1", "s2", "s3", "s4");
  }

  @Test
  @DisplayName("QUEUE-3 looks up by id what was known, or is on a worker, and neither answer had")
  void byId() throws ControllerException {
    stored(List.of(locked("a")), List.of(queued("b"), queued("c")));
    refresh();
    stored(List.of(locked("a")), List.of(queued("b")));
    Container complete = locked("c").running(T0).cancelled("enough");
    controller.byId.put(id("c"), complete);
    controller.byId.put(id("w"), locked("w").cancelled("long ago"));

    queue.update(Set.of(id("w"), id("a"), id("nobody")));

    assertThat(controller.lookedUp).containsExactly(List.of(id("c"), id("nobody"), id("w")));
    assertThat(shown()).containsExactly("a LOCKED", "b QUEUED", "c CANCELLED", "w CANCELLED");
  }

  @Test
  @DisplayName("QUEUE-3 what the answer by id lacks was deleted")
  void deleted() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    stored(List.of(), List.of());

    refresh();

    assertThat(shown()).isEmpty();
  }

  @Test
  @DisplayName(
      "QUEUE-3 what the store can't read stays as it was if it is locked, is none that waits")
  void unreadable() throws ControllerException {
    stored(List.of(locked("a")), List.of(queued("b"), queued("c")));
    refresh();
    stored(List.of(), List.of(queued("c")));
    controller.unreadable.addAll(List.of(id("a"), id("b"), id("w")));

    queue.update(Set.of(id("w"), id("gone")));

    assertThat(shown()).containsExactly("a LOCKED", "c QUEUED");
    assertThat(queue.entries().unreadable()).containsExactlyInAnyOrder(id("a"), id("b"), id("w"));
    controller.unreadable.clear();
    refresh();
    assertThat(shown()).containsExactly("c QUEUED");
    assertThat(queue.entries().unreadable()).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-4 one whose needs could not be read gets its types once they can")
  void needsLater() throws ControllerException {
    Container locked = locked("a");
    stored(List.of(locked), List.of());
    refresh();
    refresh();
    assertThat(sized).containsExactly(id("a"));
    Container other =
        Container.queued(
                ContainerSpec.builder("a", Needs.of(2, 1), ScriptedController.RUN).build(), T0)
            .locked(SET, 1);
    stored(List.of(other), List.of());

    refresh();

    assertThat(sized).containsExactly(id("a"), id("a"));
  }

  @Test
  @DisplayName("QUEUE-3 a page that is shorter than before proves nothing")
  void shortPage() throws ControllerException {
    stored(List.of(locked("b")), List.of(queued("a")));
    refresh();
    controller.byId.put(id("a"), queued("a"));
    controller.byId.put(id("b"), locked("b"));
    stored(List.of(), List.of());

    refresh();

    assertThat(shown()).containsExactly("a QUEUED", "b LOCKED");
  }

  @Test
  @DisplayName("QUEUE-3 looks up at most 1,000 at a time")
  void batches() throws ControllerException {
    stored(List.of(), IntStream.range(0, 2_500).mapToObj(i -> queued("c" + i)).toList());
    refresh();
    stored(List.of(), List.of());

    refresh();

    assertThat(controller.lookedUp).extracting(List::size).containsExactly(1_000, 1_000, 500);
    assertThat(controller.lookedUp.stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("QUEUE-3 nothing to look up: no question")
  void noLookUp() throws ControllerException {
    stored(List.of(), List.of(queued("a")));

    queue.update(Set.of(id("a")));

    assertThat(controller.lookedUp).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-3 of two answers about one container the later one holds")
  void unlockedBetween() throws ControllerException {
    stored(List.of(locked("a")), List.of(queued("a").locked(SET, 1).requeued("")));

    refresh();

    assertThat(shown()).containsExactly("a QUEUED");
  }

  @Test
  @DisplayName("QUEUE-3 what another instance set has locked is not in the view")
  void lockedByOther() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    stored(List.of(), List.of());
    controller.byId.put(id("a"), queued("a").locked(OTHER, 1));

    refresh();

    assertThat(shown()).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-2 a conflict with another instance set that was faster drops it")
  void conflictWithOther() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    controller.refusal = new ConflictException("too late", queued("a").locked(OTHER, 1));

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> queue.lock(id("a")));

    assertThat(shown()).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-4 types and first sight are found once, and kept")
  void sizedOnce() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    now = T0.plusSeconds(60);
    stored(List.of(locked("a")), List.of(queued("b")));
    refresh();

    assertThat(sized).containsExactly(id("a"), id("b"));
    assertThat(queue.get(id("a"))).contains(new QueueEntry(locked("a"), SIZING, T0));
    assertThat(queue.get(id("b"))).contains(new QueueEntry(queued("b"), SIZING, now));
  }

  @Test
  @DisplayName("QUEUE-4 what stops asking for preemptible instances gets other types")
  void sizedAgain() throws ControllerException {
    Container spot =
        Container.queued(
            ContainerSpec.builder("a", Needs.of(1, 1), ScriptedController.RUN)
                .preemptible(true)
                .build(),
            T0);
    stored(List.of(), List.of(spot));
    refresh();
    now = T0.plusSeconds(60);
    stored(List.of(), List.of(spot.onDemand()));
    refresh();

    assertThat(sized).containsExactly(id("a"), id("a"));
    assertThat(queue.get(id("a"))).contains(new QueueEntry(spot.onDemand(), SIZING, T0));
  }

  @Test
  @DisplayName("QUEUE-6 what has ended stays until it is forgotten, and does not come back")
  void forget() throws ControllerException {
    stored(List.of(locked("a")), List.of());
    refresh();
    stored(List.of(), List.of());
    controller.byId.put(id("a"), locked("a").cancelled("enough"));
    refresh();
    refresh();
    assertThat(shown()).containsExactly("a CANCELLED");

    queue.forget(id("a"));
    refresh();

    assertThat(shown()).isEmpty();
    assertThat(queue.get(id("a"))).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-6 what was forgotten comes back when it is queued again")
  void comesBack() throws ControllerException {
    stored(List.of(), List.of(queued("a")));
    refresh();
    queue.forget(id("a"));
    refresh();

    assertThat(queue.get(id("a")).orElseThrow().container().state())
        .isEqualTo(ContainerState.QUEUED);
  }

  @Test
  @DisplayName("the store is not the queue's to close")
  void close() {
    queue.close();

    assertThat(controller.calls).isEmpty();
  }
}
