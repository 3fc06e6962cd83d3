package io.dispatchcloud.queue.arvados;

import static io.dispatchcloud.queue.arvados.Bench.SET;
import static io.dispatchcloud.queue.arvados.Bench.T1;
import static io.dispatchcloud.queue.arvados.Bench.T2;
import static io.dispatchcloud.queue.arvados.Bench.T3;
import static io.dispatchcloud.queue.arvados.Bench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static Map<String, Object> pagesOfTwo(Map<String, Object> settings) {
    Map<String, Object> more = new HashMap<>(settings);
    more.put("pageSize", 2);
    return more;
  }

  @Test
  @DisplayName("QUEUE-3 an empty store lists nothing")
  void empty() throws Exception {
    try (Bench bench = new Bench()) {
      bench.owner();
      assertThat(bench.allQueued()).isEmpty();
      assertThat(bench.allLocked(SET)).isEmpty();
      assertThat(bench.store.byId(List.of(id(1)))).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "QUEUE-3 the highest priority comes first, then the oldest, then the uuid, over all pages")
  void order() throws Exception {
    try (Bench bench = new Bench(ListingTest::pagesOfTwo)) {
      bench.server.add(1, 5, T2);
      bench.server.add(2, 562948349145881771L, T3);
      bench.server.add(3, 5, T1);
      bench.server.add(4, 5, T2);
      bench.server.add(5, 1, T1);
      bench.server.add(6, 5, T2);
      bench.server.add(7, 0, T1);
      bench.server.add(8, 5, T3);
      bench.server.add(9, 5, T2);

      assertThat(bench.allQueued())
          .containsExactly(id(2), id(3), id(1), id(4), id(6), id(9), id(8), id(5));
    }
  }

  @Test
  @DisplayName("QUEUE-3 a server that gives shorter pages than asked for hides nothing")
  void shortPages() throws Exception {
    try (Bench bench = new Bench()) {
      bench.server.mostItems(1);
      Owner owner = bench.owner();
      for (int number = 1; number <= 4; number++) {
        bench.server.add(number, 1, T1);
      }
      assertThat(bench.allQueued()).containsExactly(id(1), id(2), id(3), id(4));

      for (int number = 1; number <= 4; number++) {
        bench.store.lock(owner, id(number));
      }
      assertThat(bench.allLocked(SET)).containsExactly(id(1), id(2), id(3), id(4));
      assertThat(bench.store.byId(List.of(id(4), id(2), id(5), id(3))))
          .extracting(Container::id)
          .containsExactlyInAnyOrder(id(2), id(3), id(4));
    }
  }

  @Test
  @DisplayName("QUEUE-3 pages are told by where they begin: what vanishes meanwhile hides nothing")
  void vanishing() throws Exception {
    try (Bench bench = new Bench(ListingTest::pagesOfTwo)) {
      for (int number = 1; number <= 5; number++) {
        bench.server.add(number, 1, T1);
      }
      Page<Container> first = bench.store.queued(Page.FIRST);
      bench.server.delete(1);
      bench.server.delete(2);

      assertThat(bench.store.queued(first.next()).items())
          .extracting(Container::id)
          .containsExactly(id(3), id(4));
    }
  }

  @Test
  @DisplayName("QUEUE-3 what a set has locked, LOCKED and RUNNING, and no more")
  void locked() throws Exception {
    try (Bench bench = new Bench()) {
      Owner owner = bench.owner();
      for (int number = 1; number <= 4; number++) {
        bench.server.add(number, 1, T1);
      }
      bench.store.lock(owner, id(2));
      bench.store.lock(owner, id(3));
      bench.server.put(3, "state", "Running");
      bench.store.lock(owner, id(4));
      bench.server.put(4, "locked_by_uuid", FakeArvados.OTHER_UUID);

      assertThat(bench.allLocked(SET)).containsExactly(id(2), id(3));
      assertThat(bench.allLocked(new InstanceSetId(FakeArvados.OTHER_UUID))).containsExactly(id(4));
      assertThat(bench.allLocked(new InstanceSetId("green"))).isEmpty();
    }
  }

  @Test
  @DisplayName("QUEUE-3 by id, whatever the state, a thousand at once")
  void byId() throws Exception {
    try (Bench bench = new Bench()) {
      List<ContainerId> ids = new ArrayList<>();
      for (int number = 1; number <= 1000; number++) {
        bench.server.add(number, 1, T1).put("state", number % 2 == 0 ? "Cancelled" : "Queued");
        ids.add(id(number));
      }
      List<Container> found = bench.store.byId(ids);
      assertThat(found).extracting(Container::id).containsExactlyElementsOf(ids);
      assertThat(found.get(1).state()).isEqualTo(ContainerState.CANCELLED);
      assertThat(bench.server.seen().get(1).method()).isEqualTo("POST");

      ids.add(id(1001));
      assertThatThrownBy(() -> bench.store.byId(ids))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("ids: 1001; expected 1000 at most");
    }
  }

  @Test
  @DisplayName("QUEUE-3 what can't be an id of this API is not there, and is not asked for")
  void otherIds() throws Exception {
    try (Bench bench = new Bench()) {
      assertThat(bench.store.byId(List.of(new ContainerId("hello")))).isEmpty();
      assertThat(bench.server.seen()).hasSize(1);
    }
  }

  @Test
  @DisplayName("QUEUE-3 lists ask for what is needed and for no secret, without a count")
  void arguments() throws Exception {
    try (Bench bench = new Bench()) {
      bench.store.queued(Page.FIRST);
      FakeArvados.Seen list = bench.server.seen().get(1);
      assertThat(list).hasToString("GET /arvados/v1/containers");
      assertThat(list.authorization()).isEqualTo("Bearer " + FakeArvados.TOKEN);
      assertThat(list.arguments())
          .containsEntry("count", "none")
          .containsEntry("limit", "500")
          .containsEntry("filters", "[[\"state\",\"=\",\"Queued\"],[\"priority\",\">\",0]]")
          .containsEntry("order", "[\"priority desc\",\"created_at\",\"uuid\"]");
      assertThat(list.arguments().get("select"))
          .contains("runtime_constraints")
          .doesNotContain("environment");
    }
  }

  @Test
  @DisplayName(
      "QUEUE-3 a time that is told less finely than it is compared ends no list, nor repeats one")
  void coarseTimes() throws Exception {
    try (Bench bench = new Bench()) {
      bench.server.add(1, 1, T1);
      Page<Container> first = bench.store.queued(Page.FIRST);
      // Where the filter "=" finds nothing, ">" finds the last one of the page again.
      String again = MapperText.list(bench.server.container(1));
      bench.server.nextText(200, "{\"items\":[]}");
      bench.server.nextText(200, again);

      Page<Container> second = bench.store.queued(first.next());
      assertThat(second.items()).isEmpty();
      assertThat(second.isLast()).isTrue();
    }
  }

  @Test
  @DisplayName("QUEUE-3 a page that this store did not name is refused")
  void unknownPages() throws Exception {
    try (Bench bench = new Bench()) {
      bench.owner();
      for (String page :
          List.of("7", "x/" + T1 + "/" + id(1), "1/now/" + id(1), "1/" + T1 + "/a")) {
        assertThatThrownBy(() -> bench.store.queued(page))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected what the page before said");
      }
      assertThatThrownBy(() -> bench.store.locked(SET, "7"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("QUEUE-5 the store can't tell of changes, and never calls")
  void tellsNothing() throws Exception {
    try (Bench bench = new Bench()) {
      List<String> calls = new ArrayList<>();
      bench.store.onChange(() -> calls.add("called")).close();
      bench.server.add(1, 1, T1);
      bench.allQueued();
      assertThat(calls).isEmpty();
    }
  }
}
