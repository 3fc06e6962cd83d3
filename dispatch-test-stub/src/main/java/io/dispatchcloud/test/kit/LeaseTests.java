package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.OTHER_SET;
import static io.dispatchcloud.test.kit.StoreBench.SET;
import static io.dispatchcloud.test.kit.StoreBench.result;
import static io.dispatchcloud.test.kit.StoreTests.refused;
import static io.dispatchcloud.test.kit.StoreTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.UnlockReason;
import java.time.Duration;
import java.util.List;

/** QUEUE-7: one active dispatcher, and no write of a former one. */
final class LeaseTests {
  static final List<KitTest<StoreClaims, StoreBench>> ALL =
      List.of(
          test("QUEUE-7.1", "a lease has a fence and an end", LeaseTests::lease),
          test("QUEUE-7.2", "a set has one active dispatcher", LeaseTests::one),
          test("QUEUE-7.3", "sets have a dispatcher each", LeaseTests::oneEach),
          test("QUEUE-7.4", "renewing makes a lease last, with its fence", LeaseTests::renew),
          test(
              "QUEUE-7.5",
              "a lease that ran out can be taken, with a higher fence",
              LeaseTests::takeOver),
          test("QUEUE-7.6", "fences rise with each take-over", LeaseTests::rise),
          test("QUEUE-7.7", "a former holder can't renew", LeaseTests::formerRenews),
          test("QUEUE-7.8", "nothing that a former holder writes is done", LeaseTests::fenced),
          test("QUEUE-7.9", "an owner that never was is refused", LeaseTests::neverWas),
          test("QUEUE-7.10", "a lease that nobody took over still writes", LeaseTests::unclaimed),
          test(
              "QUEUE-7.11",
              "giving back a lease frees it, with a higher fence",
              LeaseTests::release),
          test("QUEUE-7.12", "giving it back twice is a success", LeaseTests::releaseTwice),
          test("QUEUE-7.13", "a former holder gives back nothing", LeaseTests::formerReleases),
          test(
              "QUEUE-7.14",
              "who gave back a lease can write until it is taken",
              LeaseTests::afterRelease),
          test("QUEUE-7.15", "the next one goes on with what was locked", LeaseTests::goesOn),
          test("QUEUE-7.16", "closing twice does nothing more", LeaseTests::closing));

  private LeaseTests() {}

  private static void lease(StoreBench bench) throws Exception {
    Lease lease = bench.lease();
    assertThat(lease.owner().instanceSetId()).isEqualTo(SET);
    assertThat(lease.owner().fence()).isPositive();
    // Calls begin with two seconds left at the least, and renewals come every two seconds.
    assertThat(lease.duration()).isBetween(Duration.ofSeconds(5), Duration.ofMinutes(1));
  }

  private static void one(StoreBench bench) throws Exception {
    bench.lease();
    assertThat(bench.store().acquire(SET, "another")).isEmpty();
    assertThat(bench.store().acquire(SET, "kit")).as("by the same name").isEmpty();
  }

  private static void oneEach(StoreBench bench) throws Exception {
    bench.lease();
    Owner other = bench.acquire(OTHER_SET).owner();
    assertThat(other.instanceSetId()).isEqualTo(OTHER_SET);
    assertThat(bench.store().renew(bench.owner()).owner()).isEqualTo(bench.owner());
    assertThat(bench.store().renew(other).owner()).isEqualTo(other);
  }

  private static void renew(StoreBench bench) throws Exception {
    Duration part = bench.lease().duration().multipliedBy(2).dividedBy(3);
    for (int i = 0; i < 2; i++) {
      bench.environment.passTime(part);
      assertThat(bench.store().acquire(SET, "another")).isEmpty();
      assertThat(bench.store().renew(bench.owner())).isEqualTo(bench.lease());
    }
    bench.environment.passTime(part);
    assertThat(bench.store().acquire(SET, "another")).isEmpty();
  }

  private static void takeOver(StoreBench bench) throws Exception {
    Owner former = bench.owner();
    assertThat(bench.takeOver().fence()).isGreaterThan(former.fence());
    assertThat(bench.store().acquire(SET, "a third")).isEmpty();
  }

  private static void rise(StoreBench bench) throws Exception {
    long fence = bench.owner().fence();
    for (int i = 0; i < 3; i++) {
      long next = bench.takeOver().fence();
      assertThat(next).isGreaterThan(fence);
      fence = next;
    }
  }

  private static void formerRenews(StoreBench bench) throws Exception {
    Owner former = bench.owner();
    Owner next = bench.takeOver();
    refused(FencedException.class, "renewing", () -> bench.store().renew(former));
    assertThat(bench.store().renew(next).owner()).isEqualTo(next);
  }

  private static void checkFenced(StoreBench bench, Owner owner) throws Exception {
    for (ContainerState state : ContainerState.values()) {
      Attempt attempt = new Attempt(StoreBench.id(state.name()), 1);
      Container before = bench.find(attempt.container());
      StoreTests.changes(bench, owner, attempt)
          .forEach((name, call) -> refused(FencedException.class, name + " of " + state, call));
      StoreBench.assertSame(bench.find(attempt.container()), before);
    }
  }

  private static void fenced(StoreBench bench) throws Exception {
    for (ContainerState state : ContainerState.values()) {
      bench.bring(state.name(), state);
    }
    Owner former = bench.owner();
    bench.takeOver();
    checkFenced(bench, former);
  }

  private static void neverWas(StoreBench bench) throws Exception {
    for (ContainerState state : ContainerState.values()) {
      bench.bring(state.name(), state);
    }
    checkFenced(bench, new Owner(OTHER_SET, 1));
    checkFenced(bench, new Owner(SET, bench.owner().fence() + 1));
  }

  private static void unclaimed(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    Owner owner = bench.owner();
    bench.environment.passTime(bench.lease().duration().multipliedBy(2));
    assertThat(bench.store().lock(owner, A).state()).isEqualTo(ContainerState.LOCKED);
    assertThat(bench.store().renew(owner).owner()).isEqualTo(owner);
    assertThat(bench.store().acquire(SET, "another")).isEmpty();
  }

  private static void release(StoreBench bench) throws Exception {
    bench.store().release(bench.owner());
    assertThat(bench.acquire(SET).owner().fence()).isGreaterThan(bench.owner().fence());
  }

  private static void releaseTwice(StoreBench bench) throws Exception {
    bench.store().release(bench.owner());
    bench.store().release(bench.owner());
    bench.store().release(new Owner(OTHER_SET, 1));
    bench.acquire(SET);
    bench.acquire(OTHER_SET);
  }

  private static void formerReleases(StoreBench bench) throws Exception {
    Owner former = bench.owner();
    bench.takeOver();
    bench.store().release(former);
    assertThat(bench.store().acquire(SET, "a third")).isEmpty();
  }

  private static void afterRelease(StoreBench bench) throws Exception {
    bench.submit("a", 1);
    Owner former = bench.owner();
    bench.store().release(former);
    bench.acquire(SET);
    refused(FencedException.class, "locking", () -> bench.store().lock(former, A));
  }

  private static void goesOn(StoreBench bench) throws Exception {
    Attempt locked = bench.bring("l", ContainerState.LOCKED);
    Attempt running = bench.bring("r", ContainerState.RUNNING);
    Owner next = bench.takeOver();
    assertThat(StoreBench.names(bench.locked(SET))).containsExactlyInAnyOrder("l", "r");
    assertThat(bench.store().unlock(next, locked, UnlockReason.RECOVERY).state())
        .isEqualTo(ContainerState.QUEUED);
    assertThat(bench.store().recordResult(next, running, HOST, result(0)).state())
        .isEqualTo(ContainerState.COMPLETE);
  }

  private static void closing(StoreBench bench) throws Exception {
    bench.lease();
    bench.store().close();
    bench.store().close();
  }
}
