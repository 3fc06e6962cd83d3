package io.dispatchcloud.test.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Words that the tests of stores have in common. */
final class StoreTests {
  private StoreTests() {}

  /** All of them, in the order of the page that lists them. */
  static List<KitTest<StoreClaims, StoreBench>> all() {
    return Stream.of(
            StateTests.ALL,
            AttemptTests.ALL,
            RetryTests.ALL,
            CostTests.ALL,
            QueueTests.ALL,
            LeaseTests.ALL,
            ContentionTests.ALL,
            CrashTests.ALL)
        .flatMap(List::stream)
        .toList();
  }

  static KitTest<StoreClaims, StoreBench> test(
      String number, String title, KitTest.Body<StoreBench> body) {
    return KitTest.test(number, title, body);
  }

  static Predicate<StoreClaims> claimed(StoreClaim claim) {
    return claims -> claims.has(claim);
  }

  static Predicate<StoreClaims> unclaimed(StoreClaim claim) {
    return claims -> !claims.has(claim);
  }

  /** A call that must be refused with this type of the contract. */
  static <E extends ControllerException> E refused(Class<E> type, String what, Callable<?> call) {
    try {
      Object answer = call.call();
      return fail(what + ": expected " + type.getSimpleName() + ", but it returned " + answer);
    } catch (Exception e) {
      assertThat(e).as(what).isExactlyInstanceOf(type);
      return type.cast(e);
    }
  }

  static ConflictException conflict(String what, Callable<?> call) {
    return refused(ConflictException.class, what, call);
  }

  /** Every change that a dispatcher can ask for of an attempt, by name. */
  static Map<String, Callable<?>> changes(StoreBench bench, Owner owner, Attempt attempt) {
    Map<String, Callable<?>> changes = new LinkedHashMap<>();
    changes.put("lock", () -> bench.store().lock(owner, attempt.container()));
    changes.put("unlock", () -> bench.store().unlock(owner, attempt, UnlockReason.QUOTA));
    changes.put("recordStart", () -> bench.store().recordStart(owner, attempt, StoreBench.HOST));
    changes.put(
        "recordRunning",
        () -> bench.store().recordRunning(owner, attempt, StoreBench.HOST, StoreBench.T0));
    changes.put(
        "recordResult",
        () -> bench.store().recordResult(owner, attempt, StoreBench.HOST, StoreBench.result(0)));
    changes.put("requeue", () -> bench.store().requeue(owner, attempt, RequeueReason.LOST, "gone"));
    changes.put("cancel", () -> bench.store().cancel(owner, attempt.container(), "no"));
    return changes;
  }
}
