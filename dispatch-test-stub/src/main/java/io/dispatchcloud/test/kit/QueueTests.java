package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.OTHER_SET;
import static io.dispatchcloud.test.kit.StoreBench.SET;
import static io.dispatchcloud.test.kit.StoreBench.names;
import static io.dispatchcloud.test.kit.StoreTests.claimed;
import static io.dispatchcloud.test.kit.StoreTests.conflict;
import static io.dispatchcloud.test.kit.StoreTests.test;
import static io.dispatchcloud.test.kit.StoreTests.unclaimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** QUEUE-3: lists, their order and their pages; and what is told of changes. */
final class QueueTests {
  private static final int MANY = 1_100;

  static final List<KitTest<StoreClaims, StoreBench>> ALL =
      List.of(
          test("QUEUE-3.1", "an empty store lists nothing", QueueTests::empty),
          test("QUEUE-3.2", "locked lists what a set has, and no more", QueueTests::locked),
          test("QUEUE-3.3", "queued lists what waits, and no more", QueueTests::queued),
          test("QUEUE-3.4", "the highest priority comes first, then the oldest", QueueTests::order),
          test("QUEUE-3.5", "one that comes back keeps its place", QueueTests::comesBack),
          test("QUEUE-3.6", "all pages of queued have all, in order", QueueTests::queuedPages),
          test("QUEUE-3.7", "pages of locked miss none that stays locked", QueueTests::lockedPages),
          test("QUEUE-3.8", "by id, whatever the state", QueueTests::byId),
          test("QUEUE-3.9", "by id, a thousand at once", QueueTests::thousandIds),
          test("QUEUE-3.10", "by id, what is not there is left out", QueueTests::unknownIds),
          test("QUEUE-3.11", "what was deleted is not there", QueueTests::deleted)
              .where(claimed(StoreClaim.DELETES)),
          test("QUEUE-3.12", "what was deleted can't be changed", QueueTests::changeDeleted)
              .where(claimed(StoreClaim.DELETES)),
          test("QUEUE-5.1", "listeners hear what users change", QueueTests::heard)
              .where(claimed(StoreClaim.TELLS_CHANGES)),
          test("QUEUE-5.2", "a subscription that ended hears nothing", QueueTests::ended)
              .where(claimed(StoreClaim.TELLS_CHANGES)),
          test("QUEUE-5.3", "who can't tell of changes never calls", QueueTests::silent)
              .where(unclaimed(StoreClaim.TELLS_CHANGES)),
          test("POOL-23.5", "runners record by themselves", b -> runners(b, true))
              .where(claimed(StoreClaim.RUNNER_RECORDS)),
          test("POOL-23.6", "runners don't record by themselves", b -> runners(b, false))
              .where(unclaimed(StoreClaim.RUNNER_RECORDS)));

  private QueueTests() {}

  private static void empty(StoreBench bench) throws Exception {
    assertThat(bench.queued()).isEmpty();
    assertThat(bench.locked(SET)).isEmpty();
    assertThat(bench.store().byId(List.of())).isEmpty();
  }

  private static void locked(StoreBench bench) throws Exception {
    for (ContainerState state : ContainerState.values()) {
      bench.bring(state.name(), state);
    }
    bench.submit("theirs", 1);
    bench.store().lock(bench.acquire(OTHER_SET).owner(), StoreBench.id("theirs"));
    assertThat(names(bench.locked(SET))).containsExactlyInAnyOrder("LOCKED", "RUNNING");
    assertThat(names(bench.locked(OTHER_SET))).containsExactly("theirs");
  }

  private static void queued(StoreBench bench) throws Exception {
    for (ContainerState state : ContainerState.values()) {
      bench.bring(state.name(), state);
    }
    bench.submit("held", 0);
    assertThat(names(bench.queued())).containsExactly("QUEUED");
  }

  private static void order(StoreBench bench) throws Exception {
    bench.submit("z", 1);
    bench.submit("low", 1);
    bench.submit("high", Long.MAX_VALUE);
    bench.submit("a", 1);
    bench.submit("middle", 1L << 40);
    bench.submit("late", 1L << 40);
    assertThat(names(bench.queued())).containsExactly("high", "middle", "late", "z", "low", "a");
    bench.environment.setPriority(A, 2);
    assertThat(names(bench.queued())).containsExactly("high", "middle", "late", "a", "z", "low");
  }

  /** Oldest is what was submitted first, not what was given back last. */
  private static void comesBack(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    bench.submit("b", 1);
    bench.store().unlock(bench.owner(), bench.lock(), UnlockReason.QUOTA);
    assertThat(names(bench.queued())).containsExactly("a", "b");
  }

  private static List<String> fill(StoreBench bench) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      names.add("c" + i);
      bench.submit("c" + i, 1);
    }
    return names;
  }

  private static void queuedPages(StoreBench bench) throws Exception {
    List<String> all = fill(bench);
    assertThat(names(bench.queued())).containsExactlyElementsOf(all);
  }

  private static void lockedPages(StoreBench bench) throws Exception {
    List<String> all = fill(bench);
    for (String name : all) {
      bench.lock(StoreBench.id(name));
    }
    Set<String> seen = new HashSet<>();
    Set<String> gone = new HashSet<>();
    Page<Container> page = bench.store().locked(SET, Page.FIRST);
    seen.addAll(names(page.items()));
    while (!page.isLast()) {
      // One that was shown leaves between two pages; those behind it move up.
      Container first = page.items().get(0);
      bench.store().cancel(bench.owner(), first.id(), "between two pages");
      gone.add(first.id().value());
      page = bench.store().locked(SET, page.next());
      seen.addAll(names(page.items()));
    }
    seen.addAll(gone);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
  }

  private static void byId(StoreBench bench) throws Exception {
    List<ContainerId> ids = new ArrayList<>();
    for (ContainerState state : ContainerState.values()) {
      ids.add(bench.bring(state.name(), state).container());
    }
    bench.submit("held", 0);
    ids.add(StoreBench.id("held"));
    assertThat(bench.store().byId(ids))
        .extracting(Container::id)
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  private static void thousandIds(StoreBench bench) throws Exception {
    List<ContainerId> ids = fill(bench).stream().map(StoreBench::id).limit(1_000).toList();
    assertThat(bench.store().byId(ids)).hasSize(1_000);
  }

  private static void unknownIds(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    assertThat(names(bench.store().byId(List.of(StoreBench.id("nobody"), A)))).containsExactly("a");
  }

  private static void deleted(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    bench.environment.delete(A);
    assertThat(bench.store().byId(List.of(A))).isEmpty();
    assertThat(bench.queued()).isEmpty();
  }

  private static void changeDeleted(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.COMPLETE);
    bench.environment.delete(A);
    StoreTests.changes(bench, bench.owner(), attempt)
        .forEach((name, call) -> assertThat(conflict(name, call).current()).isEmpty());
  }

  private static void heard(StoreBench bench) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (Subscription subscription = bench.store().onChange(calls::incrementAndGet)) {
      assertThat(subscription).isNotNull();
      List<KitTest.Body<StoreEnvironment>> changes =
          List.of(
              store -> store.submit(StoreBench.spec("a", 1)),
              store -> store.setPriority(A, 2),
              store -> store.cancel(A, "enough"));
      for (KitTest.Body<StoreEnvironment> change : changes) {
        int before = calls.get();
        change.run(bench.environment);
        bench.patience.until("the listener is called", calls::get, now -> now > before);
      }
    }
  }

  private static void ended(StoreBench bench) throws Exception {
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    Subscription first = bench.store().onChange(ended::incrementAndGet);
    first.close();
    first.close();
    try (Subscription second = bench.store().onChange(calls::incrementAndGet)) {
      assertThat(second).isNotNull();
      bench.submit("a", 1);
      bench.patience.until("the other listener is called", calls::get, now -> now > 0);
    }
    assertThat(ended).hasValue(0);
  }

  private static void silent(StoreBench bench) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (Subscription subscription = bench.store().onChange(calls::incrementAndGet)) {
      assertThat(subscription).isNotNull();
      bench.submit("a", 1);
      assertThat(bench.queued()).hasSize(1);
    }
    assertThat(calls).hasValue(0);
  }

  private static void runners(StoreBench bench, boolean expected) {
    assertThat(bench.store().runnerRecords()).isEqualTo(expected);
  }
}
