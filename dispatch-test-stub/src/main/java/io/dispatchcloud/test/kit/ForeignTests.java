package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.claimed;
import static io.dispatchcloud.test.kit.DriverTests.ids;
import static io.dispatchcloud.test.kit.DriverTests.refused;
import static io.dispatchcloud.test.kit.DriverTests.step;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static io.dispatchcloud.test.kit.DriverTests.unclaimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.LeakSweeper;
import java.util.List;
import java.util.Map;

/** SET-5 and SET-6: whose each resource is, and that nothing else is touched. */
final class ForeignTests {
  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-5.1", "each instance carries its set's id", ForeignTests::carriesId),
          test("SET-5.2", "the id stands under the key that was given", ForeignTests::otherKey),
          test("SET-5.3", "no listing shows others as ours", ForeignTests::notOurs),
          test("SET-5.4", "destroying all of ours leaves others", ForeignTests::othersStay),
          test("SET-5.5", "what is listed of others can't be destroyed", ForeignTests::noDestroy),
          test("SET-5.6", "what is listed of others keeps its tags", ForeignTests::noRetagging),
          test("SET-5.7", "ids that begin alike are not mixed up", ForeignTests::alike),
          test("SET-5.8", "a leak sweep removes what was left behind", ForeignTests::sweep)
              .where(claimed(DriverClaim.LEAK_SWEEPS)),
          test("SET-5.9", "a leak sweep leaves what others left", ForeignTests::foreignLeak)
              .where(claimed(DriverClaim.LEAK_SWEEPS)),
          test("SET-5.10", "a leak sweep leaves instances alone", ForeignTests::sweepsNoInstance)
              .where(claimed(DriverClaim.LEAK_SWEEPS)),
          test("SET-5.11", "who leaves nothing behind has no sweeper", ForeignTests::noSweeper)
              .where(unclaimed(DriverClaim.LEAK_SWEEPS)),
          test("SET-6.1", "shared resources have the shared tags", ForeignTests::sharedTags)
              .where(claimed(DriverClaim.SHARED_RESOURCES)));

  private ForeignTests() {}

  private static void carriesId(DriverBench bench) throws Exception {
    Instance made = bench.set().create(bench.request());
    assertThat(made.tags()).containsAllEntriesOf(bench.tags());
    assertThat(bench.listed(made.id()).tags()).containsAllEntriesOf(bench.tags());
  }

  private static void otherKey(DriverBench bench) throws Exception {
    InstanceSetId whose = bench.otherId();
    Map<String, String> tags = Map.of("KitOwnersKey", whose.value());
    try (InstanceSet set = bench.open(whose, "KitOwnersKey")) {
      Instance made = set.create(bench.request(bench.type(), tags));
      try {
        bench.patience.until(
            made.id() + " is listed", () -> ids(set.instances(tags)), l -> l.contains(made.id()));
        assertThat(set.instances(tags)).allMatch(each -> each.tags().equals(tags));
      } finally {
        KitSets.sweep(set, tags, bench.patience);
      }
    }
  }

  /** An instance of another set. */
  private static Instance foreign(DriverBench bench, InstanceSet other) throws Exception {
    Map<String, String> tags = DriverBench.tags(bench.otherId());
    Instance made = other.create(bench.request(bench.type(), tags));
    bench.patience.until(
        made.id() + " is listed", () -> ids(other.instances(tags)), l -> l.contains(made.id()));
    return made;
  }

  private static List<Instance> listOthers(DriverBench bench, InstanceSet other) throws Exception {
    return other.instances(DriverBench.tags(bench.otherId()));
  }

  private static void notOurs(DriverBench bench) throws Exception {
    Instance theirs = foreign(bench, bench.open(bench.otherId()));
    Instance ours = bench.made();
    assertThat(bench.list())
        .filteredOn(each -> each.tags().entrySet().containsAll(bench.tags().entrySet()))
        .extracting(Instance::id)
        .containsExactly(ours.id())
        .doesNotContain(theirs.id());
  }

  private static void othersStay(DriverBench bench) throws Exception {
    InstanceSet other = bench.open(bench.otherId());
    Instance theirs = foreign(bench, other);
    bench.made();
    KitSets.sweep(bench.set(), bench.tags(), bench.patience);
    assertThat(ids(listOthers(bench, other))).containsExactly(theirs.id());
    assertThat(listOthers(bench, other).get(0).tags()).isEqualTo(DriverBench.tags(bench.otherId()));
  }

  /** What a listing through our set shows of theirs: nothing, or objects without power. */
  private static List<Instance> shown(DriverBench bench, Instance theirs) throws Exception {
    bench.made();
    return bench.set().instances(Map.of()).stream()
        .filter(each -> each.id().equals(theirs.id()))
        .toList();
  }

  private static void noDestroy(DriverBench bench) throws Exception {
    InstanceSet other = bench.open(bench.otherId());
    Instance theirs = foreign(bench, other);
    for (Instance each : shown(bench, theirs)) {
      refused("destroying what another set has", step(each::destroy));
    }
    assertThat(ids(listOthers(bench, other))).containsExactly(theirs.id());
  }

  private static void noRetagging(DriverBench bench) throws Exception {
    InstanceSet other = bench.open(bench.otherId());
    Instance theirs = foreign(bench, other);
    for (Instance each : shown(bench, theirs)) {
      refused("tagging what another set has", step(() -> each.setTags(bench.tags())));
    }
    assertThat(listOthers(bench, other))
        .hasSize(1)
        .allMatch(each -> each.tags().equals(DriverBench.tags(bench.otherId())));
  }

  private static void alike(DriverBench bench) throws Exception {
    InstanceSetId longer = new InstanceSetId(bench.id().value() + "-x");
    try (InstanceSet other = bench.open(longer)) {
      Map<String, String> tags = DriverBench.tags(longer);
      Instance theirs = other.create(bench.request(bench.type(), tags));
      try {
        Instance ours = bench.made();
        assertThat(bench.list())
            .filteredOn(each -> each.tags().entrySet().containsAll(bench.tags().entrySet()))
            .extracting(Instance::id)
            .containsExactly(ours.id());
        assertThat(theirs.id()).isNotEqualTo(ours.id());
      } finally {
        KitSets.sweep(other, tags, bench.patience);
      }
    }
  }

  private static LeakSweeper sweeper(DriverBench bench) throws Exception {
    return bench
        .set()
        .leakSweeper()
        .orElseThrow(() -> new AssertionError("leak sweeps are claimed, but there is no sweeper"));
  }

  private static void sweep(DriverBench bench) throws Exception {
    String left = bench.environment.leak(bench.id());
    assertThat(bench.environment.resources()).containsKey(left);
    LeakSweeper sweeper = sweeper(bench);
    bench.patience.until(left + " is swept", sweeper::sweep, swept -> swept.contains(left));
    assertThat(bench.environment.resources()).doesNotContainKey(left);
    assertThat(sweeper.sweep()).as("a second sweep").doesNotContain(left);
  }

  private static void foreignLeak(DriverBench bench) throws Exception {
    String theirs = bench.environment.leak(bench.otherId());
    assertThat(sweeper(bench).sweep()).doesNotContain(theirs);
    assertThat(bench.environment.resources()).containsKey(theirs);
    try (InstanceSet other = bench.open(bench.otherId())) {
      other.leakSweeper().orElseThrow().sweep();
    }
  }

  private static void sweepsNoInstance(DriverBench bench) throws Exception {
    Instance made = bench.made();
    assertThat(sweeper(bench).sweep()).doesNotContain(made.id().value());
    assertThat(ids(bench.list())).containsExactly(made.id());
  }

  private static void noSweeper(DriverBench bench) throws Exception {
    assertThat(bench.set().leakSweeper()).isEmpty();
  }

  private static void sharedTags(DriverBench bench) throws Exception {
    bench.made();
    Map<String, Map<String, String>> resources = bench.environment.resources();
    assertThat(resources).isNotEmpty();
    assertThat(resources.values())
        .anySatisfy(
            tags ->
                assertThat(tags)
                    .containsAllEntriesOf(DriverBench.SHARED_TAGS)
                    .containsAllEntriesOf(bench.tags()));
  }
}
