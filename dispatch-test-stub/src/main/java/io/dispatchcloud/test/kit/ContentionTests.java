package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.SET;
import static io.dispatchcloud.test.kit.StoreBench.T0;
import static io.dispatchcloud.test.kit.StoreBench.result;
import static io.dispatchcloud.test.kit.StoreTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.test.kit.Crowd.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** CTR-1 and CTR-7 with 16 threads at once: every change is one compare-and-set. */
final class ContentionTests {
  private static final int CONTAINERS = 40;
  private static final int ROUNDS = 20;

  static final List<KitTest<StoreClaims, StoreBench>> ALL =
      List.of(
          test("CTR-1.16", "of 16 that lock one, one has it", ContentionTests::lockOne),
          test("CTR-1.17", "16 that lock many share them out", ContentionTests::lockMany),
          test("CTR-1.18", "of 16 results, one is told to all", ContentionTests::results),
          test("CTR-1.19", "a cancel and a result: one of them wins", ContentionTests::cancel),
          test("CTR-1.20", "an unlock and a start: one of them wins", ContentionTests::unlock),
          test("CTR-1.21", "16 that submit one id: one does", ContentionTests::submit),
          test("CTR-7.8", "no attempt is issued twice", ContentionTests::attempts),
          test("CTR-7.9", "of 16 instances, one has the start", ContentionTests::starts),
          test("QUEUE-3.13", "lists are whole while states change", ContentionTests::lists),
          test("QUEUE-7.17", "of 16 that ask for a lease, one has it", ContentionTests::leases));

  private ContentionTests() {}

  /** Those that succeeded; all others must have been refused. */
  private static <T> List<T> winners(List<Outcome<T>> outcomes) {
    List<T> winners = new ArrayList<>();
    for (Outcome<T> outcome : outcomes) {
      if (outcome.failure() == null) {
        winners.add(outcome.get());
      } else {
        assertThat(outcome.failure()).isExactlyInstanceOf(ConflictException.class);
      }
    }
    return winners;
  }

  private static void lockOne(StoreBench bench) throws Exception {
    Owner owner = bench.owner();
    for (int round = 0; round < ROUNDS; round++) {
      ContainerId id = StoreBench.id("c" + round);
      bench.submit(id.value(), 1);
      assertThat(winners(Crowd.outcomes(i -> (() -> bench.store().lock(owner, id))))).hasSize(1);
    }
  }

  private static void lockMany(StoreBench bench) throws Exception {
    Owner owner = bench.owner();
    List<ContainerId> ids = new ArrayList<>();
    for (int i = 0; i < CONTAINERS; i++) {
      bench.submit("c" + i, 1);
      ids.add(StoreBench.id("c" + i));
    }
    List<List<ContainerId>> taken =
        Crowd.all(
            i ->
                () -> {
                  List<ContainerId> mine = new ArrayList<>();
                  for (ContainerId id : ids) {
                    try {
                      mine.add(bench.store().lock(owner, id).id());
                    } catch (ConflictException e) {
                      assertThat(e.current()).isPresent();
                    }
                  }
                  return mine;
                });
    assertThat(taken.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(bench.locked(SET)).hasSize(CONTAINERS);
  }

  private static void results(StoreBench bench) throws Exception {
    Owner owner = bench.owner();
    Attempt attempt = bench.bring("a", ContainerState.RUNNING);
    List<Integer> told =
        Crowd.all(
            i ->
                () ->
                    Objects.requireNonNull(
                            bench.store().recordResult(owner, attempt, HOST, result(i)).result())
                        .exitStatus());
    assertThat(new HashSet<>(told)).as("exit statuses that were told").hasSize(1);
    assertThat(Objects.requireNonNull(bench.find().result()).exitStatus()).isEqualTo(told.get(0));
  }

  private static void cancel(StoreBench bench) throws Exception {
    Owner owner = bench.owner();
    for (int round = 0; round < ROUNDS; round++) {
      Attempt attempt = bench.bring("c" + round, ContainerState.RUNNING);
      List<Container> done =
          winners(
              Crowd.outcomes(
                  i ->
                      i % 2 == 0
                          ? () -> bench.store().cancel(owner, attempt.container(), "no")
                          : () -> bench.store().recordResult(owner, attempt, HOST, result(0))));
      ContainerState state = bench.find(attempt.container()).state();
      assertThat(state.isFinal()).isTrue();
      assertThat(done).isNotEmpty().allMatch(each -> each.state() == state);
      if (state == ContainerState.CANCELLED) {
        assertThat(done).as("cancels that were done").hasSize(1);
      }
    }
  }

  private static void unlock(StoreBench bench) throws Exception {
    Owner owner = bench.owner();
    for (int round = 0; round < ROUNDS; round++) {
      Attempt attempt = bench.bring("c" + round, ContainerState.LOCKED);
      winners(
          Crowd.outcomes(
              i ->
                  i % 2 == 0
                      ? () -> bench.store().unlock(owner, attempt, UnlockReason.QUOTA)
                      : () -> bench.store().recordRunning(owner, attempt, HOST, T0)));
      Container after = bench.find(attempt.container());
      assertThat(after.state()).isIn(ContainerState.QUEUED, ContainerState.RUNNING);
      assertThat(after.owner() == null).isEqualTo(after.state() == ContainerState.QUEUED);
      assertThat(after.instance() == null).isEqualTo(after.state() == ContainerState.QUEUED);
    }
  }

  private static void submit(StoreBench bench) throws Exception {
    List<Outcome<Boolean>> outcomes =
        Crowd.outcomes(
            i ->
                () -> {
                  bench.submit("a", i + 1L);
                  return true;
                });
    assertThat(outcomes).filteredOn(outcome -> outcome.failure() == null).hasSize(1);
    assertThat(bench.queued()).hasSize(1);
  }

  private static void attempts(StoreBench bench) throws Exception {
    Owner owner = bench.owner();
    bench.submit("a", 1);
    List<List<Long>> numbers =
        Crowd.all(
            i ->
                () -> {
                  List<Long> mine = new ArrayList<>();
                  for (int round = 0; round < ROUNDS; round++) {
                    lockAndUnlock(bench, owner, mine);
                  }
                  return mine;
                });
    assertThat(numbers.stream().flatMap(List::stream)).isNotEmpty().doesNotHaveDuplicates();
  }

  private static void lockAndUnlock(StoreBench bench, Owner owner, List<Long> numbers)
      throws Exception {
    Attempt attempt;
    try {
      attempt = bench.store().lock(owner, A).currentAttempt().orElseThrow();
    } catch (ConflictException e) {
      // Another thread has it just now.
      assertThat(e.current()).isPresent();
      return;
    }
    numbers.add(attempt.number());
    bench.store().unlock(owner, attempt, UnlockReason.QUOTA);
  }

  private static void starts(StoreBench bench) throws Exception {
    Owner owner = bench.owner();
    for (int round = 0; round < ROUNDS; round++) {
      Attempt attempt = bench.bring("c" + round, ContainerState.LOCKED);
      List<InstanceId> won =
          winners(
              Crowd.outcomes(
                  i ->
                      () -> {
                        InstanceId host = new InstanceId("i-" + i);
                        bench.store().recordStart(owner, attempt, host);
                        return host;
                      }));
      assertThat(won).hasSize(1).contains(bench.find(attempt.container()).instance());
    }
  }

  private static void lists(StoreBench bench) throws Exception {
    Owner owner = bench.owner();
    for (int i = 0; i < CONTAINERS; i++) {
      bench.bring("locked" + i, ContainerState.LOCKED);
      bench.submit("c" + i, 1);
    }
    List<List<String>> seen =
        Crowd.all(
            i ->
                () -> {
                  if (i % 2 == 1) {
                    bench.store().lock(owner, StoreBench.id("c" + i));
                  }
                  return StoreBench.names(bench.locked(SET));
                });
    for (List<String> names : seen) {
      assertThat(names).doesNotHaveDuplicates();
      assertThat(names).filteredOn(name -> name.startsWith("locked")).hasSize(CONTAINERS);
    }
  }

  private static void leases(StoreBench bench) throws Exception {
    List<Integer> given =
        Crowd.all(i -> (() -> bench.store().acquire(SET, "thread " + i).isPresent() ? 1 : 0));
    assertThat(given).filteredOn(one -> one == 1).hasSize(1);
  }
}
