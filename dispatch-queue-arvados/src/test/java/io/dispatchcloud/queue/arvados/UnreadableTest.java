package io.dispatchcloud.queue.arvados;

import static io.dispatchcloud.queue.arvados.Bench.SET;
import static io.dispatchcloud.queue.arvados.Bench.T1;
import static io.dispatchcloud.queue.arvados.Bench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("QUEUE-3 containers that are locked and can't be read in whole")
class UnreadableTest {
  private Bench bench;
  private Owner owner;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench();
    owner = bench.owner();
    for (int number = 1; number <= 3; number++) {
      bench.server.add(number, 7, T1);
      bench.store.lock(owner, id(number));
    }
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Container byId(int number) throws Exception {
    return bench.store.byId(List.of(id(number), id(3))).stream()
        .filter(each -> each.id().equals(id(number)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("QUEUE-3 are listed with what can be read, told of once, and keep no others away")
  void inPart() throws Exception {
    assertThat(bench.allLocked(SET)).hasSize(3);
    bench.server.put(1, "runtime_status", "busy");
    bench.server.put(2, "mounts", 7);
    bench.server.put(2, "state", "Running");
    bench.server.put(2, "started_at", "yesterday");

    assertThat(bench.allLocked(SET)).containsExactly(id(1), id(2), id(3));
    assertThat(bench.allLocked(SET)).containsExactly(id(1), id(2), id(3));
    assertThat(byId(1).state()).isEqualTo(ContainerState.LOCKED);
    assertThat(byId(1).needs().vcpus()).isEqualTo(1);
    assertThat(byId(2).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(byId(2).attempt()).isEqualTo(1);
    assertThat(byId(2).startedAt()).isNull();
    assertThat(bench.log.lines())
        .hasSize(2)
        .allMatch(
            line -> line.contains("can't be read in whole, and goes on as far as it is known"));
  }

  @Test
  @DisplayName("QUEUE-3 are shown as they were last where their state can't be read")
  void asBefore() throws Exception {
    assertThat(bench.allLocked(SET)).hasSize(3);
    bench.server.put(1, "state", "Sleeping");
    Page<Container> answer = bench.store.locked(SET, Page.FIRST);
    assertThat(answer.items()).as("the server lists what is Locked or Running").hasSize(2);
    assertThat(byId(1).state()).isEqualTo(ContainerState.LOCKED);
    bench.server.put(1, "state", "Locked");
    bench.server.put(1, "lock_count", "often");

    assertThat(bench.allLocked(SET)).containsExactly(id(1), id(2), id(3));
    assertThat(byId(1).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("QUEUE-3 are no news, and not gone, for who never read them")
  void neverRead() throws Exception {
    bench.server.put(1, "lock_count", "often");
    try (ContainerController fresh =
        bench.open(Map.of("url", bench.server.url(), "token", FakeArvados.TOKEN))) {
      assertThat(fresh.acquire(SET, "test")).isPresent();

      assertThat(fresh.locked(SET, Page.FIRST).items())
          .extracting(Container::id)
          .containsExactly(id(2), id(3));
      assertThatThrownBy(() -> fresh.byId(List.of(id(1), id(2))))
          .isInstanceOf(BadAnswerException.class)
          .hasMessageContaining("lock_count");
      for (int time = 0; time < 2; time++) {
        Lookup lookup = fresh.lookUp(List.of(id(1), id(2), id(9)));
        assertThat(lookup.found()).extracting(Container::id).containsExactly(id(2));
        assertThat(lookup.unreadable()).containsExactly(id(1));
      }
      assertThat(bench.log.lines())
          .singleElement()
          .asString()
          .contains("can't be read at all, and is left as it is")
          .contains(id(1).value())
          .contains("lock_count");
    }
  }

  @Test
  @DisplayName("SCH-1 are not taken for never started where it can't be read where they were")
  void whereUnknown() throws Exception {
    InstanceId where = new InstanceId("i-1");
    bench.store.recordStart(owner, new Attempt(id(1), 1), where, BigDecimal.ONE);
    bench.server.put(1, "runtime_status", "busy");

    assertThat(byId(1).instance()).as("as it was last").isEqualTo(where);
    try (ContainerController fresh =
        bench.open(Map.of("url", bench.server.url(), "token", FakeArvados.TOKEN))) {
      assertThat(fresh.acquire(SET, "test")).isPresent();
      assertThat(fresh.locked(SET, Page.FIRST).items())
          .extracting(Container::id)
          .as("who never read it leaves it as it is")
          .containsExactly(id(2), id(3));
      assertThat(fresh.lookUp(List.of(id(1))).unreadable()).containsExactly(id(1));
    }
  }

  @Test
  @DisplayName(
      "ROOM-1 ask for what they asked for before; if that is unknown, for all that there is")
  void needs() throws Exception {
    bench.server.put(1, "scheduling_parameters", Map.of("preemptible", true));
    assertThat(bench.allLocked(SET)).hasSize(3);
    bench.server.put(1, "mounts", 7);
    bench.server.put(1, "scheduling_parameters", 7);

    assertThat(byId(1).needs().vcpus()).isEqualTo(1);
    assertThat(byId(1).needs().ram()).isEqualTo(1 << 28);
    assertThat(byId(1).preemptible()).isTrue();
    try (ContainerController fresh =
        bench.open(Map.of("url", bench.server.url(), "token", FakeArvados.TOKEN))) {
      assertThat(fresh.acquire(SET, "test")).isPresent();
      Container container = fresh.byId(List.of(id(1))).get(0);
      assertThat(container.state()).isEqualTo(ContainerState.LOCKED);
      assertThat(container.needs().vcpus()).isEqualTo(Integer.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("CTR-7 are given up as others are, when their instance is gone")
  void givenUp() throws Exception {
    bench.server.put(1, "state", "Running");
    bench.server.put(1, "mounts", 7);

    Container after =
        bench.store.requeue(owner, Bench.attempt(1, 1), RequeueReason.LOST, "i-1 is gone");

    assertThat(after.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(after.error()).isEqualTo("i-1 is gone");
  }

  @Test
  @DisplayName("QUEUE-3 are left out when they wait again: nobody here could run them as they want")
  void queuedAgain() throws Exception {
    bench.server.add(4, 7, T1).put("mounts", 7);

    assertThat(bench.store.byId(List.of(id(3), id(4))))
        .extracting(Container::id)
        .containsExactly(id(3));
    assertThat(bench.log.lines()).singleElement().asString().contains("is left alone");
    assertThatThrownBy(() -> bench.store.lock(owner, id(4))).hasMessageContaining("mounts");
  }
}
