package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.OTHER_HOST;
import static io.dispatchcloud.test.kit.StoreBench.T0;
import static io.dispatchcloud.test.kit.StoreTests.conflict;
import static io.dispatchcloud.test.kit.StoreTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** CTR-3, CTR-4, CTR-6 and CTR-7: what counts, what is on hold, what is kept. */
final class AttemptTests {
  static final List<KitTest<StoreClaims, StoreBench>> ALL =
      List.of(
          test("CTR-3.1", "so many starts that failed cancel it", AttemptTests::failedStarts),
          test("CTR-3.2", "unlocks for other reasons are free", AttemptTests::freeUnlocks),
          test("CTR-3.3", "free unlocks don't reset the count", AttemptTests::countStays),
          test("CTR-4.1", "what is on hold is not listed as queued", AttemptTests::held),
          test("CTR-4.2", "a release lists it again", AttemptTests::released),
          test("CTR-4.3", "what is on hold is not started", AttemptTests::notStarted),
          test("CTR-4.4", "a requeue for a hold is no loss", AttemptTests::requeuedOnHold),
          test("CTR-4.5", "a hold stays over its attempt's end", AttemptTests::holdStays),
          test("CTR-6.1", "needs, labels and wishes are kept", AttemptTests::kept),
          test("CTR-6.2", "what is run is kept to the letter", AttemptTests::runKept),
          test("CTR-7.1", "attempts rise, and are never used again", AttemptTests::rise),
          test("CTR-7.2", "a former attempt changes nothing", AttemptTests::former),
          test("CTR-7.3", "an attempt is started on one instance", AttemptTests::oneInstance),
          test("CTR-7.4", "recording a start again is harmless", AttemptTests::startAgain),
          test("CTR-7.5", "so many losses cancel it, with the reason", AttemptTests::losses),
          test("CTR-7.6", "failed starts are no losses, nor the reverse", AttemptTests::apart),
          test("CTR-7.7", "a new attempt begins without a place", AttemptTests::freshAttempt));

  private AttemptTests() {}

  private static Container failStart(StoreBench bench) throws Exception {
    return bench.store().unlock(bench.owner(), bench.lock(), UnlockReason.START_FAILED);
  }

  private static Container lose(StoreBench bench, RequeueReason reason) throws Exception {
    Attempt attempt = bench.lock();
    bench.store().recordStart(bench.owner(), attempt, HOST);
    return bench.store().requeue(bench.owner(), attempt, reason, "i-1 is gone");
  }

  private static void failedStarts(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    int limit = bench.claims.limits().maxDispatchAttempts();
    for (int i = 1; i < limit; i++) {
      assertThat(failStart(bench).state()).as("failure " + i).isEqualTo(ContainerState.QUEUED);
    }
    Container last = failStart(bench);
    assertThat(last.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(last.error()).isEqualTo("Failed to start: lock_count == " + limit);
    assertThat(bench.find()).isEqualTo(last);
  }

  private static void freeUnlocks(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    for (int i = 0; i < 2 * bench.claims.limits().maxDispatchAttempts(); i++) {
      for (UnlockReason reason : UnlockReason.values()) {
        if (reason != UnlockReason.START_FAILED) {
          bench.store().unlock(bench.owner(), bench.lock(), reason);
        }
      }
    }
    assertThat(bench.find().state()).isEqualTo(ContainerState.QUEUED);
  }

  private static void countStays(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    for (int i = 1; i < bench.claims.limits().maxDispatchAttempts(); i++) {
      failStart(bench);
      bench.store().unlock(bench.owner(), bench.lock(), UnlockReason.RECOVERY);
    }
    assertThat(failStart(bench).state()).isEqualTo(ContainerState.CANCELLED);
  }

  private static void held(StoreBench bench) throws Exception {
    bench.submit("a", 0);
    bench.submit("b", -5);
    bench.submit("c", Long.MIN_VALUE);
    bench.submit("d", 1);
    assertThat(StoreBench.names(bench.queued())).containsExactly("d");
    bench.environment.setPriority(StoreBench.id("d"), 0);
    assertThat(bench.queued()).isEmpty();
  }

  private static void released(StoreBench bench) throws Exception {
    bench.submit("a", 0);
    bench.environment.setPriority(A, 7);
    assertThat(bench.queued()).extracting(Container::priority).containsExactly(7L);
  }

  private static void notStarted(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.LOCKED);
    bench.environment.setPriority(A, 0);
    conflict(
        "a start of what is on hold",
        () -> bench.store().recordStart(bench.owner(), attempt, HOST));
    assertThat(bench.find().state()).isEqualTo(ContainerState.LOCKED);
    assertThat(bench.find().instance()).isNull();
  }

  private static void requeuedOnHold(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    for (int i = 0; i < 2 * bench.claims.limits().maxRetryAttempts() + 2; i++) {
      assertThat(lose(bench, RequeueReason.ON_HOLD).state()).isEqualTo(ContainerState.QUEUED);
    }
  }

  private static void holdStays(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.RUNNING);
    bench.environment.setPriority(A, 0);
    bench.store().requeue(bench.owner(), attempt, RequeueReason.ON_HOLD, "on hold");
    assertThat(bench.find().priority()).isZero();
    assertThat(bench.queued()).isEmpty();
  }

  private static void kept(StoreBench bench) throws Exception {
    Needs needs =
        Needs.builder(3, 1L << 40)
            .cacheRam(5)
            .tmp(7L << 32)
            .imageSize(11)
            .cacheDisk(13)
            .gpu(new GpuNeeds("cuda", 2, "11.0", List.of("9.0", "8.6"), 17))
            .build();
    ContainerSpec spec =
        ContainerSpec.builder("a", needs, StoreBench.RUN)
            .priority(Long.MAX_VALUE)
            .supervisor(true)
            .preemptible(true)
            .labels(Map.of("label", "va=l, \"ü\"", "empty", ""))
            .build();
    bench.environment.submit(spec);
    Container there = bench.find();
    assertThat(there).isEqualTo(Container.queued(spec, there.createdAt()));
    assertThat(bench.queued()).containsExactly(there);
  }

  private static void runKept(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.LOCKED);
    assertThat(bench.store().recordStart(bench.owner(), attempt, HOST)).isEqualTo(StoreBench.RUN);
  }

  private static void rise(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Attempt attempt = bench.lock();
      numbers.add(attempt.number());
      bench.store().unlock(bench.owner(), attempt, UnlockReason.QUOTA);
      Attempt other = bench.lock();
      numbers.add(other.number());
      bench.store().requeue(bench.owner(), other, RequeueReason.ON_HOLD, "");
    }
    assertThat(numbers).doesNotHaveDuplicates().isSorted().allMatch(number -> number >= 1);
  }

  private static void former(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    Attempt former = bench.lock();
    bench.store().unlock(bench.owner(), former, UnlockReason.QUOTA);
    bench.lock();
    Container before = bench.find();
    StoreTests.changes(bench, bench.owner(), former)
        .forEach(
            (name, call) -> {
              // Cancelling names no attempt.
              if (!name.equals("cancel")) {
                conflict(name, call);
              }
            });
    assertThat(bench.find()).isEqualTo(before);
  }

  private static void oneInstance(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.LOCKED);
    bench.store().recordStart(bench.owner(), attempt, HOST);
    conflict(
        "a start on a second instance",
        () -> bench.store().recordStart(bench.owner(), attempt, OTHER_HOST));
    assertThat(bench.find().instance()).isEqualTo(HOST);
  }

  private static void startAgain(StoreBench bench) throws Exception {
    Attempt attempt = bench.bring("a", ContainerState.LOCKED);
    bench.store().recordStart(bench.owner(), attempt, HOST);
    Container before = bench.find();
    assertThat(bench.store().recordStart(bench.owner(), attempt, HOST)).isEqualTo(StoreBench.RUN);
    assertThat(bench.find()).isEqualTo(before);
  }

  private static void losses(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    for (int i = 1; i <= bench.claims.limits().maxRetryAttempts(); i++) {
      assertThat(lose(bench, RequeueReason.LOST).state())
          .as("loss " + i)
          .isEqualTo(ContainerState.QUEUED);
    }
    Container last = lose(bench, RequeueReason.LOST);
    assertThat(last.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(last.error()).contains("i-1 is gone");
  }

  private static void apart(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    for (int i = 1; i < bench.claims.limits().maxDispatchAttempts(); i++) {
      failStart(bench);
    }
    for (int i = 1; i <= bench.claims.limits().maxRetryAttempts(); i++) {
      assertThat(lose(bench, RequeueReason.LOST).state()).isEqualTo(ContainerState.QUEUED);
    }
    assertThat(failStart(bench).state()).isEqualTo(ContainerState.CANCELLED);
  }

  private static void freshAttempt(StoreBench bench) throws Exception {
    Attempt first = bench.bring("a", ContainerState.LOCKED);
    bench.store().recordStart(bench.owner(), first, HOST);
    bench.store().recordRunning(bench.owner(), first, HOST, T0);
    bench.store().requeue(bench.owner(), first, RequeueReason.LOST, "i-1 is gone");
    Attempt second = bench.lock();
    assertThat(bench.find().instance()).isNull();
    assertThat(bench.find().startedAt()).isNull();
    bench.store().recordStart(bench.owner(), second, OTHER_HOST);
    assertThat(bench.find().instance()).isEqualTo(OTHER_HOST);
  }
}
