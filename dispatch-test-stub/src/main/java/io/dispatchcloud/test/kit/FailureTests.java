package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.can;
import static io.dispatchcloud.test.kit.DriverTests.claimed;
import static io.dispatchcloud.test.kit.DriverTests.ids;
import static io.dispatchcloud.test.kit.DriverTests.refused;
import static io.dispatchcloud.test.kit.DriverTests.step;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CapacityException.Scope;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** SET-4: failures have the types that the dispatcher acts on. */
final class FailureTests {
  /** Nobody means that a caller should wait longer. */
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);

  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-4.1", "too many creates: a rate limit", FailureTests::createsLimited)
              .where(can(Fault.CREATES_RATE_LIMITED)),
          test("SET-4.2", "too many listings: a rate limit", FailureTests::listingsLimited)
              .where(can(Fault.LISTINGS_RATE_LIMITED)),
          test("SET-4.3", "too many instances: a quota", FailureTests::quota)
              .where(can(Fault.QUOTA_REACHED)),
          test("SET-4.4", "no room for a type: its capacity", FailureTests::typeCapacity)
              .where(can(Fault.NO_CAPACITY_FOR_TYPE)),
          test("SET-4.5", "no room for a group: its capacity", FailureTests::groupCapacity)
              .where(can(Fault.NO_CAPACITY_IN_GROUP)),
          test("SET-4.6", "no room at all: capacity for all", FailureTests::allCapacity)
              .where(can(Fault.NO_CAPACITY)),
          test("SET-4.7", "any other create that fails: no special type", FailureTests::creates)
              .where(can(Fault.CREATES_FAIL)),
          test("SET-4.8", "a create without an answer: its instance is found", FailureTests::lost)
              .where(can(Fault.CREATE_ANSWERS_LOST)),
          test("SET-4.9", "the same, repeated: no second instance", FailureTests::lostRepeated)
              .where(can(Fault.CREATE_ANSWERS_LOST).and(claimed(DriverClaim.IDEMPOTENT_CREATES))),
          test("SET-4.10", "a listing that fails: no listing", FailureTests::listings)
              .where(can(Fault.LISTINGS_FAIL)),
          test("SET-4.11", "a destroy that fails: told, and not done", FailureTests::destroys)
              .where(can(Fault.DESTROYS_FAIL)),
          test("SET-4.12", "tags that can't be set: told, and not done", FailureTests::tagging)
              .where(can(Fault.TAGGING_FAILS).and(claimed(DriverClaim.TAG_CHANGES))),
          test("SET-4.13", "failures say what happened", FailureTests::messages)
              .where(can(Fault.CREATES_FAIL)),
          test("SET-4.14", "after a fault, all works as before", FailureTests::recovery)
              .where(can(Fault.CREATES_FAIL).and(can(Fault.LISTINGS_FAIL))));

  private FailureTests() {}

  /** A create must fail in one way, make nothing, and work again when the fault is over. */
  private static <E extends CloudException> E create(
      DriverBench bench, Fault fault, Class<E> expected) throws Exception {
    List<E> failure = new ArrayList<>();
    bench.during(
        fault,
        during -> {
          CreateRequest request = during.request();
          failure.add(refused(expected, fault.name(), () -> during.set().create(request)));
        });
    Instance after = bench.made();
    assertThat(ids(bench.list())).as("made all the same").containsExactly(after.id());
    return failure.get(0);
  }

  private static void checkRetry(RateLimitException failure) {
    assertThat(failure.retryAfter()).isBetween(Duration.ZERO, LONGEST_RETRY);
  }

  private static void createsLimited(DriverBench bench) throws Exception {
    checkRetry(create(bench, Fault.CREATES_RATE_LIMITED, RateLimitException.class));
  }

  private static void listingsLimited(DriverBench bench) throws Exception {
    Instance made = bench.made();
    bench.during(
        Fault.LISTINGS_RATE_LIMITED,
        during ->
            checkRetry(refused(RateLimitException.class, "LISTINGS_RATE_LIMITED", during::list)));
    assertThat(ids(bench.list())).containsExactly(made.id());
  }

  private static void quota(DriverBench bench) throws Exception {
    create(bench, Fault.QUOTA_REACHED, QuotaException.class);
  }

  private static void capacity(DriverBench bench, Fault fault, Scope scope) throws Exception {
    assertThat(create(bench, fault, CapacityException.class).scope()).isEqualTo(scope);
  }

  private static void typeCapacity(DriverBench bench) throws Exception {
    capacity(bench, Fault.NO_CAPACITY_FOR_TYPE, Scope.INSTANCE_TYPE);
  }

  private static void groupCapacity(DriverBench bench) throws Exception {
    capacity(bench, Fault.NO_CAPACITY_IN_GROUP, Scope.QUOTA_GROUP);
  }

  private static void allCapacity(DriverBench bench) throws Exception {
    capacity(bench, Fault.NO_CAPACITY, Scope.ALL);
  }

  private static void creates(DriverBench bench) throws Exception {
    create(bench, Fault.CREATES_FAIL, CloudException.class);
  }

  /** A driver may ask again by itself, and then return what was made. */
  private static CreateRequest createWithoutAnswer(DriverBench bench) throws Exception {
    CreateRequest request = bench.request();
    bench.during(
        Fault.CREATE_ANSWERS_LOST,
        during -> {
          try {
            assertThat(during.set().create(request).id()).isNotNull();
          } catch (CloudException e) {
            assertThat(e)
                .as("a create without an answer")
                .isExactlyInstanceOf(CloudException.class);
          }
        });
    bench.patience.until("what was made is listed", bench::list, listed -> !listed.isEmpty());
    return request;
  }

  private static void lost(DriverBench bench) throws Exception {
    createWithoutAnswer(bench);
    assertThat(bench.list()).hasSize(1).allMatch(each -> each.tags().equals(bench.tags()));
  }

  private static void lostRepeated(DriverBench bench) throws Exception {
    CreateRequest request = createWithoutAnswer(bench);
    InstanceId again = bench.set().create(request).id();
    assertThat(ids(bench.list())).containsExactly(again);
  }

  private static void listings(DriverBench bench) throws Exception {
    Instance made = bench.made();
    bench.during(
        Fault.LISTINGS_FAIL,
        during -> refused(CloudException.class, "LISTINGS_FAIL", during::list));
    assertThat(ids(bench.list())).containsExactly(made.id());
  }

  private static void destroys(DriverBench bench) throws Exception {
    Instance made = bench.made();
    bench.during(Fault.DESTROYS_FAIL, during -> refused("DESTROYS_FAIL", step(made::destroy)));
    assertThat(ids(bench.list())).containsExactly(made.id());
    made.destroy();
    bench.awaitGone(made.id());
  }

  private static void tagging(DriverBench bench) throws Exception {
    Instance made = bench.made();
    bench.during(
        Fault.TAGGING_FAILS,
        during ->
            refused("TAGGING_FAILS", step(() -> made.setTags(during.tagsWith("KitTag", "new")))));
    assertThat(bench.listed(made.id()).tags()).isEqualTo(bench.tags());
  }

  private static void messages(DriverBench bench) throws Exception {
    assertThat(create(bench, Fault.CREATES_FAIL, CloudException.class)).message().isNotBlank();
  }

  private static void recovery(DriverBench bench) throws Exception {
    for (Fault fault : List.of(Fault.CREATES_FAIL, Fault.LISTINGS_FAIL, Fault.CREATES_FAIL)) {
      bench.during(
          fault,
          during ->
              refused(
                  fault.name(),
                  fault == Fault.LISTINGS_FAIL
                      ? during::list
                      : () -> during.set().create(during.request())));
    }
    Instance made = bench.made();
    made.destroy();
    bench.awaitEmpty();
  }
}
