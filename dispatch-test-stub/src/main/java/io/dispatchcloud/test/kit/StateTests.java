package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.OTHER_SET;
import static io.dispatchcloud.test.kit.StoreBench.T0;
import static io.dispatchcloud.test.kit.StoreBench.result;
import static io.dispatchcloud.test.kit.StoreTests.conflict;
import static io.dispatchcloud.test.kit.StoreTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/** CTR-1, CTR-2 and POOL-23: states, and who may change them. */
final class StateTests {
  static final List<KitTest<StoreClaims, StoreBench>> ALL =
      List.of(
          test("CTR-1.1", "a whole life, from queued to complete", StateTests::life),
          change("CTR-1.2", "lock", EnumSet.of(ContainerState.QUEUED)),
          change("CTR-1.3", "unlock", EnumSet.of(ContainerState.LOCKED)),
          change("CTR-1.4", "recordStart", EnumSet.of(ContainerState.LOCKED)),
          change(
              "CTR-1.5",
              "recordRunning",
              EnumSet.of(ContainerState.LOCKED, ContainerState.RUNNING)),
          change(
              "CTR-1.6",
              "recordResult",
              EnumSet.of(ContainerState.LOCKED, ContainerState.RUNNING, ContainerState.COMPLETE)),
          change("CTR-1.7", "requeue", EnumSet.of(ContainerState.LOCKED, ContainerState.RUNNING)),
          change(
              "CTR-1.8",
              "cancel",
              EnumSet.of(ContainerState.QUEUED, ContainerState.LOCKED, ContainerState.RUNNING)),
          test("CTR-1.9", "of what is not there, nothing can be changed", StateTests::nobody),
          test("CTR-1.10", "another set's containers can't be changed", StateTests::others),
          test("CTR-1.11", "an unlocked one is nobody's and nowhere", StateTests::unlocked),
          test("CTR-1.12", "a requeued one says what happened", StateTests::requeued),
          test("CTR-1.13", "a cancelled one says why", StateTests::cancelled),
          test("CTR-1.14", "a user's cancel takes it from its dispatcher", StateTests::usersCancel),
          test("CTR-1.15", "no refusal tells a secret", StateTests::secrets),
          test("CTR-2.1", "ids are kept as they are", StateTests::ids),
          test("CTR-2.2", "an id is submitted once", StateTests::once),
          test("POOL-23.1", "the first result stays", StateTests::firstResult),
          test("POOL-23.2", "the first start that was seen stays", StateTests::firstStart),
          test("POOL-23.3", "a result comes through running", StateTests::resultOfLocked),
          test("POOL-23.4", "a result is kept to the byte", StateTests::wholeResult));

  private StateTests() {}

  /** That a change is done from some states, and refused without a trace from all others. */
  private static KitTest<StoreClaims, StoreBench> change(
      String number, String change, Set<ContainerState> allowed) {
    return test(
        number,
        change + " is for what is " + allowed,
        bench -> {
          for (ContainerState state : ContainerState.values()) {
            Attempt attempt = bench.bring(state.name(), state);
            check(bench, attempt, change, allowed.contains(state));
          }
        });
  }

  private static void check(StoreBench bench, Attempt attempt, String change, boolean allowed)
      throws Exception {
    Container before = bench.find(attempt.container());
    Callable<?> call =
        Objects.requireNonNull(
            StoreTests.changes(bench, bench.owner(), attempt).get(change), change);
    if (allowed) {
      assertThat(call.call()).as(change).isNotNull();
      return;
    }
    ConflictException refusal = conflict(change + " of what is " + before.state(), call);
    StoreBench.assertSame(refusal.current().orElseThrow(), before);
    StoreBench.assertSame(bench.find(attempt.container()), before);
  }

  private static void life(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    assertThat(bench.find().state()).isEqualTo(ContainerState.QUEUED);
    Container locked = bench.store().lock(bench.owner(), A);
    assertThat(locked.state()).isEqualTo(ContainerState.LOCKED);
    assertThat(locked.owner()).isEqualTo(StoreBench.SET);
    Attempt attempt = locked.currentAttempt().orElseThrow();
    bench.store().recordStart(bench.owner(), attempt, HOST);
    assertThat(bench.find().instance()).isEqualTo(HOST);
    Container running = bench.store().recordRunning(bench.owner(), attempt, HOST, T0);
    assertThat(running.state()).isEqualTo(ContainerState.RUNNING);
    assertThat(running.startedAt()).isEqualTo(T0);
    Container complete = bench.store().recordResult(bench.owner(), attempt, HOST, result(3));
    assertThat(complete.state()).isEqualTo(ContainerState.COMPLETE);
    assertThat(complete.owner()).isNull();
    assertThat(bench.find().state()).isEqualTo(ContainerState.COMPLETE);
  }

  private static void nobody(StoreBench bench) throws Exception {
    Attempt nobodys = new Attempt(StoreBench.id("nobody"), 1);
    StoreTests.changes(bench, bench.owner(), nobodys)
        .forEach((name, call) -> assertThat(conflict(name, call).current()).isEmpty());
  }

  private static void others(StoreBench bench) throws Exception {
    Owner other = bench.acquire(OTHER_SET).owner();
    for (ContainerState state : List.of(ContainerState.LOCKED, ContainerState.RUNNING)) {
      Attempt ours = bench.bring(state.name(), state);
      Container before = bench.find(ours.container());
      StoreTests.changes(bench, other, ours).forEach(StoreTests::conflict);
      StoreBench.assertSame(bench.find(ours.container()), before);
    }
  }

  private static void unlocked(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.LOCKED);
    bench.store().recordStart(bench.owner(), attempt, HOST);
    Container free = bench.store().unlock(bench.owner(), attempt, UnlockReason.QUOTA);
    StoreBench.assertSame(free, bench.find());
    assertThat(free.state()).isEqualTo(ContainerState.QUEUED);
    assertThat(free.owner()).isNull();
    assertThat(free.instance()).isNull();
  }

  private static void requeued(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.RUNNING);
    Container again =
        bench.store().requeue(bench.owner(), attempt, RequeueReason.LOST, "i-1 is gone");
    StoreBench.assertSame(again, bench.find());
    assertThat(again.state()).isEqualTo(ContainerState.QUEUED);
    assertThat(again.error()).contains("i-1 is gone");
    assertThat(again.instance()).isNull();
    assertThat(again.startedAt()).isNull();
    assertThat(again.owner()).isNull();
  }

  private static void cancelled(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    assertThat(bench.store().cancel(bench.owner(), A, "nothing fits").error())
        .isEqualTo("nothing fits");
    assertThat(bench.find().error()).isEqualTo("nothing fits");
  }

  private static void usersCancel(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.RUNNING);
    bench.environment.cancel(A, "not needed");
    assertThat(bench.find().state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(bench.find().error()).isEqualTo("not needed");
    assertThat(bench.locked(StoreBench.SET)).isEmpty();
    conflict(
        "the result of a cancelled one",
        () -> bench.store().recordResult(bench.owner(), attempt, HOST, result(0)));
  }

  private static void secrets(StoreBench bench) throws Exception {
    for (ContainerState state : ContainerState.values()) {
      Attempt attempt = bench.bring(state.name(), state);
      Attempt next = new Attempt(attempt.container(), attempt.number() + 1);
      StoreTests.changes(bench, bench.owner(), next)
          .forEach((name, call) -> checkSecret(name, call));
    }
    assertThat(bench.store().toString()).doesNotContain(StoreBench.SECRET);
  }

  private static void checkSecret(String name, Callable<?> call) {
    try {
      assertThat(String.valueOf(call.call()).contains(StoreBench.SECRET)).as(name).isFalse();
    } catch (Exception e) {
      // Not the text itself, which would tell it once more.
      assertThat(RecordedLog.textOf(e).contains(StoreBench.SECRET)).as(name).isFalse();
    }
  }

  private static void ids(StoreBench bench) throws Exception {
    List<String> names = List.of("a", "A", "0", "a.b-c_d", "a..b", "x".repeat(128));
    for (String name : names) {
      bench.submit(name, 1);
    }
    assertThat(StoreBench.names(bench.queued())).containsExactlyElementsOf(names);
    for (String name : names) {
      assertThat(bench.lock(StoreBench.id(name)).container().value()).isEqualTo(name);
    }
  }

  private static void once(StoreBench bench) throws Exception {
    bench.bring("a", ContainerState.COMPLETE);
    Container before = bench.find();
    boolean refused = false;
    try {
      bench.submit("a", 1);
    } catch (Exception e) {
      refused = true;
    }
    assertThat(refused).as("a second submission is refused").isTrue();
    StoreBench.assertSame(bench.find(), before);
  }

  private static void firstResult(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.RUNNING);
    bench.store().recordResult(bench.owner(), attempt, HOST, result(1));
    Container again = bench.store().recordResult(bench.owner(), attempt, HOST, result(2));
    assertThat(Objects.requireNonNull(again.result()).exitStatus()).isEqualTo(1);
    StoreBench.assertSame(again, bench.find());
  }

  private static void firstStart(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.RUNNING);
    Container again = bench.store().recordRunning(bench.owner(), attempt, HOST, T0.plusSeconds(60));
    assertThat(again.startedAt()).isEqualTo(T0);
  }

  private static void resultOfLocked(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.LOCKED);
    Container done = bench.store().recordResult(bench.owner(), attempt, HOST, result(0));
    assertThat(done.state()).isEqualTo(ContainerState.COMPLETE);
    assertThat(done.startedAt()).isEqualTo(result(0).startedAt());
    assertThat(done.instance()).isEqualTo(HOST);
  }

  private static void wholeResult(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.RUNNING);
    bench.store().recordResult(bench.owner(), attempt, HOST, result(255));
    assertThat(bench.find().result()).usingRecursiveComparison().isEqualTo(result(255));
  }
}
