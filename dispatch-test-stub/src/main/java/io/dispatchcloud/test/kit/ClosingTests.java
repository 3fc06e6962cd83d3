package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.can;
import static io.dispatchcloud.test.kit.DriverTests.ids;
import static io.dispatchcloud.test.kit.DriverTests.refused;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.test.kit.Crowd.Outcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** SET-2: closing lets go of what the set holds, and of nothing else. */
final class ClosingTests {
  private static final int OPENINGS = 5;

  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-2.41", "closing twice does nothing more", ClosingTests::twice),
          test("SET-2.42", "a closed set creates and lists nothing", ClosingTests::closed),
          test("SET-2.43", "instances live on when their set is closed", ClosingTests::liveOn),
          test("SET-2.44", "closing one set leaves another working", ClosingTests::other),
          test("SET-2.45", "closing in the midst of calls ends them", ClosingTests::midst),
          test("SET-2.46", "calls that hang fail when the set is closed", ClosingTests::hanging)
              .where(can(Fault.CALLS_HANG)),
          test("SET-2.47", "closed sets leave no threads behind", ClosingTests::threads));

  private ClosingTests() {}

  private static void twice(DriverBench bench) throws Exception {
    InstanceSet set = bench.set();
    bench.closeSet();
    bench.set();
    set.close();
    assertThat(bench.list()).as("what was opened since then").isEmpty();
  }

  private static void closed(DriverBench bench) throws Exception {
    Instance made = bench.made();
    InstanceSet set = bench.set();
    bench.closeSet();
    refused("creating in a closed set", () -> set.create(bench.request()));
    refused("listing a closed set", () -> set.instances(bench.tags()));
    bench.listed(made.id());
    assertThat(ids(bench.list())).containsExactly(made.id());
  }

  private static void liveOn(DriverBench bench) throws Exception {
    Instance first = bench.made();
    Instance second = bench.made();
    bench.closeSet();
    bench.listed(second.id());
    assertThat(ids(bench.list())).containsExactlyInAnyOrder(first.id(), second.id());
  }

  private static void other(DriverBench bench) throws Exception {
    InstanceSet other = bench.open(bench.otherId());
    bench.set();
    other.close();
    bench.made();
  }

  private static void midst(DriverBench bench) throws Exception {
    InstanceSet set = bench.set();
    List<Outcome<Boolean>> outcomes =
        Crowd.outcomes(
            i -> {
              if (i == 0) {
                return () -> {
                  set.close();
                  return true;
                };
              }
              return i % 2 == 0
                  ? untilClosed(() -> set.instances(bench.tags()))
                  : create(bench, set);
            });
    for (Outcome<Boolean> outcome : outcomes) {
      if (outcome.failure() != null) {
        assertThat(outcome.failure()).isInstanceOf(CloudException.class);
      }
    }
    refused("listing a closed set", () -> set.instances(bench.tags()));
  }

  private static Callable<Boolean> create(DriverBench bench, InstanceSet set) {
    return () -> {
      set.create(bench.request());
      return true;
    };
  }

  private static Callable<Boolean> untilClosed(Callable<?> call) {
    return () -> {
      while (true) {
        call.call();
      }
    };
  }

  private static void hanging(DriverBench bench) throws Exception {
    InstanceSet set = bench.set();
    bench.during(
        Fault.CALLS_HANG,
        during -> {
          List<Outcome<Boolean>> outcomes =
              Crowd.outcomes(
                  i -> {
                    if (i == 0) {
                      return () -> {
                        during.patience.until(
                            "15 calls hang", during.faults()::hanging, n -> n == Crowd.SIZE - 1);
                        set.close();
                        return true;
                      };
                    }
                    return i % 2 == 0
                        ? () -> set.instances(during.tags()).isEmpty()
                        : create(during, set);
                  });
          outcomes.get(0).get();
          assertThat(outcomes.subList(1, outcomes.size()))
              .as("calls that hung")
              .allSatisfy(each -> assertThat(each.failure()).isInstanceOf(CloudException.class));
        });
  }

  /** As many as after the first closing: what all sets share may stay. */
  private static void threads(DriverBench bench) throws Exception {
    bench.made();
    bench.closeSet();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int i = 0; i < OPENINGS; i++) {
      bench.list();
      bench.closeSet();
    }
    bench.patience.until(
        "fewer than " + OPENINGS + " threads more",
        () -> more(before),
        names -> names.size() < OPENINGS);
  }

  private static List<String> more(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("dispatch-kit"))
        .collect(Collectors.toList());
  }
}
