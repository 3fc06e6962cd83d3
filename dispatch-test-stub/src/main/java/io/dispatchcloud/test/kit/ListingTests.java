package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.can;
import static io.dispatchcloud.test.kit.DriverTests.ids;
import static io.dispatchcloud.test.kit.DriverTests.refused;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** SET-2: listings are complete, or fail. */
final class ListingTests {
  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-2.23", "a new set lists nothing of its own", ListingTests::empty),
          test("SET-2.24", "each id is listed once", ListingTests::once),
          test("SET-2.25", "what has a tag is listed by it", ListingTests::byTag),
          test("SET-2.26", "what has two tags is listed by both", ListingTests::byTwoTags),
          test("SET-2.27", "without tags to look for, all is listed", ListingTests::withoutTags),
          test("SET-2.28", "what boots is listed until it ends", ListingTests::booting),
          test("SET-2.29", "what was destroyed leaves listings soon", ListingTests::destroyed),
          test("SET-2.30", "an interrupted caller stays interrupted", ListingTests::interrupted),
          test("SET-2.31", "more than 1,000 are listed, each once", ListingTests::manyPages)
              .where(claims -> claims.manyInstances() > 0),
          test("SET-2.32", "a listing that breaks off fails as a whole", ListingTests::breaksOff)
              .where(can(Fault.LISTINGS_BREAK_OFF).and(claims -> claims.manyInstances() > 0)));

  private ListingTests() {}

  private static void empty(DriverBench bench) throws Exception {
    assertThat(bench.list()).noneMatch(each -> each.tags().equals(bench.tags()));
  }

  private static void once(DriverBench bench) throws Exception {
    for (int i = 0; i < 3; i++) {
      bench.made();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(ids(bench.list())).doesNotHaveDuplicates().hasSize(3);
    }
  }

  private static void byTag(DriverBench bench) throws Exception {
    Map<String, String> red = bench.tagsWith("KitColour", "red");
    Instance wanted = bench.made(bench.request(bench.type(), red));
    bench.made(bench.request(bench.type(), bench.tagsWith("KitColour", "blue")));
    assertThat(ids(bench.set().instances(red))).contains(wanted.id());
    assertThat(ids(bench.set().instances(Map.of("KitColour", "red")))).contains(wanted.id());
  }

  private static void byTwoTags(DriverBench bench) throws Exception {
    Map<String, String> both = new HashMap<>(bench.tagsWith("KitColour", "red"));
    both.put("KitSize", "large");
    Instance wanted = bench.made(bench.request(bench.type(), both));
    bench.made(bench.request(bench.type(), bench.tagsWith("KitColour", "red")));
    assertThat(ids(bench.set().instances(both))).contains(wanted.id());
    both.remove(DriverBench.ID_KEY);
    assertThat(ids(bench.set().instances(both))).contains(wanted.id());
  }

  private static void withoutTags(DriverBench bench) throws Exception {
    Instance made = bench.made();
    assertThat(ids(bench.set().instances(Map.of()))).contains(made.id());
  }

  /** One that is listed once must not be missing while it lives: it would count as gone. */
  private static void booting(DriverBench bench) throws Exception {
    Instance made = bench.made();
    bench.patience.until(
        made.id() + " has an address",
        () -> {
          assertThat(ids(bench.list())).as("while it boots").contains(made.id());
          return bench.listed(made.id()).address();
        },
        address -> address.isPresent());
    assertThat(ids(bench.list())).contains(made.id());
  }

  private static void destroyed(DriverBench bench) throws Exception {
    Instance made = bench.made();
    made.destroy();
    bench.awaitGone(made.id());
  }

  private static void interrupted(DriverBench bench) throws Exception {
    bench.made();
    Thread.currentThread().interrupt();
    try {
      assertThat(bench.list()).isNotNull();
    } catch (CloudException e) {
      assertThat(e.getMessage()).isNotBlank();
    } finally {
      // Looked at, and ended, whatever came of it.
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }
  }

  private static Set<InstanceId> fill(DriverBench bench) throws Exception {
    List<CreateRequest> requests = new ArrayList<>();
    for (int i = 0; i < bench.claims.manyInstances(); i++) {
      requests.add(bench.request());
    }
    bench.environment.makeMany(bench.set(), requests);
    List<Instance> listed =
        bench.patience.until(
            requests.size() + " instances are listed",
            bench::list,
            list -> new HashSet<>(ids(list)).size() >= requests.size());
    return new HashSet<>(ids(listed));
  }

  private static void manyPages(DriverBench bench) throws Exception {
    Set<InstanceId> all = fill(bench);
    assertThat(all).hasSize(bench.claims.manyInstances());
    assertThat(ids(bench.list())).doesNotHaveDuplicates().hasSameSizeAs(all).containsAll(all);
  }

  private static void breaksOff(DriverBench bench) throws Exception {
    fill(bench);
    bench.during(
        Fault.LISTINGS_BREAK_OFF, during -> refused("a listing that breaks off", during::list));
    assertThat(bench.list()).hasSize(bench.claims.manyInstances());
  }
}
