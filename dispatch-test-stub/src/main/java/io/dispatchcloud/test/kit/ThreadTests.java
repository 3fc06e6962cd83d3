package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.claimed;
import static io.dispatchcloud.test.kit.DriverTests.ids;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.QuotaGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** SET-2: all calls may come from many threads at once. */
final class ThreadTests {
  private static final int FEW = 4;

  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-2.33", "16 threads create 16 instances", ThreadTests::create),
          test("SET-2.34", "16 threads with one request make one", ThreadTests::oneRequest)
              .where(claimed(DriverClaim.IDEMPOTENT_CREATES)),
          test("SET-2.35", "16 threads list the same instances", ThreadTests::list),
          test("SET-2.36", "16 threads destroy one instance", ThreadTests::destroyOne),
          test("SET-2.37", "listings are whole while others create", ThreadTests::listAndCreate),
          test("SET-2.38", "tags set by 16 threads are one of theirs", ThreadTests::setTags)
              .where(claimed(DriverClaim.TAG_CHANGES)),
          test("SET-2.39", "16 threads open and close sets", ThreadTests::open),
          test("SET-2.40", "quota groups are told while others create", ThreadTests::quotaGroups));

  private ThreadTests() {}

  private static void create(DriverBench bench) throws Exception {
    InstanceSet set = bench.set();
    List<InstanceId> made = Crowd.all(i -> (() -> set.create(bench.request()).id()));
    assertThat(made).doesNotHaveDuplicates();
    bench.patience.until(
        "all are listed", () -> ids(bench.list()), listed -> listed.containsAll(made));
    assertThat(ids(bench.list())).containsExactlyInAnyOrderElementsOf(made);
  }

  private static void oneRequest(DriverBench bench) throws Exception {
    InstanceSet set = bench.set();
    CreateRequest request = bench.request();
    List<InstanceId> made = Crowd.all(i -> (() -> set.create(request).id()));
    assertThat(new HashSet<>(made)).as("made by 16 equal requests").hasSize(1);
    bench.listed(made.get(0));
    assertThat(ids(bench.list())).containsExactly(made.get(0));
  }

  private static void list(DriverBench bench) throws Exception {
    for (int i = 0; i < FEW; i++) {
      bench.made();
    }
    List<InstanceId> there = ids(bench.list());
    assertThat(Crowd.all(i -> (() -> ids(bench.list()))))
        .allSatisfy(each -> assertThat(each).containsExactlyInAnyOrderElementsOf(there));
  }

  private static void destroyOne(DriverBench bench) throws Exception {
    Instance first = bench.made();
    Instance stays = bench.made();
    Crowd.all(
        i ->
            () -> {
              first.destroy();
              return true;
            });
    bench.awaitGone(first.id());
    assertThat(ids(bench.list())).containsExactly(stays.id());
  }

  private static void listAndCreate(DriverBench bench) throws Exception {
    InstanceSet set = bench.set();
    Instance there = bench.made();
    Crowd.all(
        i ->
            () -> {
              if (i < FEW) {
                return List.of(set.create(bench.request()).id());
              }
              List<InstanceId> listed = ids(bench.list());
              assertThat(listed).contains(there.id()).doesNotHaveDuplicates();
              return listed;
            });
    bench.patience.until("all are listed", bench::list, listed -> listed.size() == FEW + 1);
  }

  private static void setTags(DriverBench bench) throws Exception {
    Instance made = bench.made();
    Crowd.all(
        i ->
            () -> {
              Map<String, String> tags = bench.tagsWith("KitThread" + i, "value");
              made.setTags(tags);
              return true;
            });
    // The id and one thread's tag, and no mix of two.
    bench.patience.until(
        "the tags of one thread",
        () -> bench.listed(made.id()).tags(),
        tags -> tags.size() == 2 && tags.entrySet().containsAll(bench.tags().entrySet()));
  }

  private static void open(DriverBench bench) throws Exception {
    Instance made = bench.made();
    Crowd.all(
        i ->
            () -> {
              // Each thread has a set of its own: one set may not be open twice.
              try (InstanceSet set = bench.openNew()) {
                return set.hostProfile();
              }
            });
    assertThat(ids(bench.list())).containsExactly(made.id());
  }

  private static void quotaGroups(DriverBench bench) throws Exception {
    InstanceSet set = bench.set();
    QuotaGroup group = set.quotaGroup(bench.type());
    List<QuotaGroup> told =
        Crowd.all(
            i ->
                () -> {
                  if (i < FEW) {
                    bench.listed(set.create(bench.request()).id());
                  }
                  return set.quotaGroup(bench.type());
                });
    assertThat(told).containsOnly(group);
  }
}
