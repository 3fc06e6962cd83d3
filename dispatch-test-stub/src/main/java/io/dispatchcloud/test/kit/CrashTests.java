package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.SET;
import static io.dispatchcloud.test.kit.StoreTests.claimed;
import static io.dispatchcloud.test.kit.StoreTests.refused;
import static io.dispatchcloud.test.kit.StoreTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** QUEUE-7 and CTR-1: dispatchers that die between any two steps, and processes side by side. */
final class CrashTests {
  private static final int PROCESSES = 4;
  private static final int CONTAINERS = 40;

  static final List<KitTest<StoreClaims, StoreBench>> ALL = all();

  private CrashTests() {}

  private static List<KitTest<StoreClaims, StoreBench>> all() {
    List<KitTest<StoreClaims, StoreBench>> all = new ArrayList<>();
    int number = 18;
    for (LifeStep last : LifeStep.values()) {
      all.add(
          test(
              "QUEUE-7." + number++,
              "a dispatcher dies after " + last + ": the next goes on",
              bench -> abandoned(bench, last)));
    }
    for (LifeStep last : LifeStep.values()) {
      all.add(
          shared(
              "QUEUE-7." + number++,
              "a process is killed after " + last + ": the next goes on",
              bench -> killed(bench, last)));
    }
    all.add(
        shared("QUEUE-7.28", "of 4 processes that ask for a lease, one has it", CrashTests::lease));
    all.add(shared("CTR-1.22", "4 processes that lock share all out", CrashTests::shareOut));
    all.add(shared("CTR-1.23", "a process killed in a hurry leaves all whole", CrashTests::hurry));
    return List.copyOf(all);
  }

  private static KitTest<StoreClaims, StoreBench> shared(
      String number, String title, KitTest.Body<StoreBench> body) {
    return test(number, title, body).where(claimed(StoreClaim.SHARED_BETWEEN_PROCESSES));
  }

  private static void abandoned(StoreBench bench, LifeStep last) throws Exception {
    bench.submit("a", 1);
    Owner dead = bench.owner();
    for (LifeStep step : LifeStep.values()) {
      step.run(bench.store(), dead);
      if (step == last) {
        break;
      }
    }
    goOn(bench, last, bench.takeOver());
    assertFenced(bench, dead);
  }

  private static void killed(StoreBench bench, LifeStep last) throws Exception {
    bench.submit("a", 1);
    try (ChildProcess child = ChildProcess.start(bench, ChildTask.STEPS)) {
      for (LifeStep step : LifeStep.values()) {
        child.expect(step.name());
        if (step == last) {
          break;
        }
        child.goOn();
      }
      child.kill();
    }
    goOn(bench, last, succeed(bench));
  }

  /** Takes over from a process that is dead. */
  private static Owner succeed(StoreBench bench) throws Exception {
    assertThat(bench.store().acquire(SET, "too early")).isEmpty();
    bench.environment.passTime(Duration.ofMinutes(1));
    return bench.owner();
  }

  /** What the next dispatcher finds, and does: the container comes to its end. */
  private static void goOn(StoreBench bench, LifeStep last, Owner next) throws Exception {
    Container found = bench.find();
    assertThat(found.state()).isEqualTo(last.after());
    assertThat(found.instance() != null)
        .as("an instance is recorded")
        .isEqualTo(last.compareTo(LifeStep.START) >= 0);
    boolean ours = last.after() == ContainerState.LOCKED || last.after() == ContainerState.RUNNING;
    assertThat(StoreBench.names(bench.locked(SET))).isEqualTo(ours ? List.of("a") : List.of());
    if (ours) {
      Attempt lost = found.currentAttempt().orElseThrow();
      bench.store().requeue(next, lost, RequeueReason.LOST, "its dispatcher died");
    }
    if (last != LifeStep.END) {
      Attempt again = bench.store().lock(next, A).currentAttempt().orElseThrow();
      assertThat(again.number()).isGreaterThan(found.attempt());
      bench.store().recordStart(next, again, StoreBench.OTHER_HOST);
      bench.store().recordResult(next, again, StoreBench.OTHER_HOST, StoreBench.result(0));
    }
    assertThat(bench.find().state()).isEqualTo(ContainerState.COMPLETE);
  }

  private static void assertFenced(StoreBench bench, Owner dead) {
    StoreTests.changes(bench, dead, new Attempt(A, 1))
        .forEach((name, call) -> refused(FencedException.class, name, call));
  }

  /** So many processes that do the same at once; what each told. */
  private static List<List<String>> together(StoreBench bench, ChildTask task) throws Exception {
    List<ChildProcess> children = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        children.add(ChildProcess.start(bench, task));
      }
      for (ChildProcess child : children) {
        child.expect("ready");
      }
      for (ChildProcess child : children) {
        child.goOn();
      }
      List<List<String>> told = new ArrayList<>();
      for (ChildProcess child : children) {
        told.add(child.rest());
      }
      return told;
    } finally {
      children.forEach(ChildProcess::close);
    }
  }

  private static void lease(StoreBench bench) throws Exception {
    assertThat(together(bench, ChildTask.ACQUIRE).stream().flatMap(List::stream))
        .hasSize(PROCESSES)
        .filteredOn(line -> line.equals("acquired"))
        .hasSize(1);
  }

  private static void shareOut(StoreBench bench) throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < CONTAINERS; i++) {
      bench.submit("c" + i, 1);
      all.add("locked c" + i);
    }
    assertThat(together(bench, ChildTask.LOCK_ALL).stream().flatMap(List::stream))
        .filteredOn(line -> line.startsWith("locked"))
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(bench.queued()).isEmpty();
  }

  private static void hurry(StoreBench bench) throws Exception {
    for (int i = 0; i < CONTAINERS * PROCESSES; i++) {
      bench.submit("c" + i, 1);
    }
    List<String> done = new ArrayList<>();
    try (ChildProcess child = ChildProcess.start(bench, ChildTask.HURRY)) {
      for (int i = 0; i < CONTAINERS; i++) {
        done.add(child.next().substring("done ".length()));
      }
      child.kill();
    }
    Owner next = succeed(bench);
    for (String name : done) {
      assertThat(bench.find(StoreBench.id(name)).state()).isEqualTo(ContainerState.COMPLETE);
    }
    // At most the one that it was about.
    assertThat(bench.locked(SET)).hasSizeLessThanOrEqualTo(1);
    for (Container each : bench.locked(SET)) {
      Attempt lost = each.currentAttempt().orElseThrow();
      bench.store().requeue(next, lost, RequeueReason.LOST, "its dispatcher died");
    }
    for (Container each : bench.queued()) {
      Attempt attempt = bench.store().lock(next, each.id()).currentAttempt().orElseThrow();
      bench.store().recordResult(next, attempt, HOST, StoreBench.result(0));
    }
    assertThat(bench.queued()).isEmpty();
    assertThat(bench.locked(SET)).isEmpty();
  }
}
