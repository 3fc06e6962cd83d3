package io.dispatchcloud.queue.arvados;

import static io.dispatchcloud.queue.arvados.Bench.SET;
import static io.dispatchcloud.queue.arvados.Bench.T1;
import static io.dispatchcloud.queue.arvados.Bench.attempt;
import static io.dispatchcloud.queue.arvados.Bench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Leases, which are this process's own. */
class LeaseTest {
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench();
    bench.server.add(1, 7, T1);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Optional<Lease> acquire() throws ControllerException {
    return bench.store.acquire(SET, "test");
  }

  private static void fenced(ThrowingCallable change) {
    assertThatThrownBy(change).isInstanceOf(FencedException.class);
  }

  @Test
  @DisplayName("QUEUE-7 a set has one active dispatcher in a process")
  void one() throws Exception {
    assertThat(acquire()).isPresent();
    int sent = bench.server.seen().size();
    assertThat(acquire()).isEmpty();
    assertThat(bench.server.seen()).as("a standby asks the server nothing").hasSize(sent);
  }

  @Test
  @DisplayName(
      "QUEUE-7 a lease that ran out can be taken, with a higher fence, and shuts the former holder out")
  void takeOver() throws Exception {
    Owner former = acquire().orElseThrow().owner();
    bench.store.lock(former, id(1));
    bench.pass(Duration.ofSeconds(7));
    bench.store.renew(former);
    bench.pass(Duration.ofSeconds(7));
    assertThat(acquire()).isEmpty();
    bench.pass(Duration.ofSeconds(1));
    // Nobody took it over yet.
    bench.store.recordStart(former, attempt(1, 1), new InstanceId("i-1"));

    Owner next = acquire().orElseThrow().owner();
    assertThat(next.fence()).isGreaterThan(former.fence());
    int sent = bench.server.seen().size();
    fenced(() -> bench.store.renew(former));
    fenced(() -> bench.store.lock(former, id(1)));
    fenced(() -> bench.store.unlock(former, attempt(1, 1), UnlockReason.QUOTA));
    fenced(() -> bench.store.recordStart(former, attempt(1, 1), new InstanceId("i-1")));
    fenced(
        () -> bench.store.recordRunning(former, attempt(1, 1), new InstanceId("i-1"), bench.now()));
    fenced(() -> bench.store.requeue(former, attempt(1, 1), RequeueReason.LOST, "gone"));
    fenced(() -> bench.store.cancel(former, id(1), "why"));
    assertThat(bench.server.seen()).hasSize(sent);
    bench.store.unlock(next, attempt(1, 1), UnlockReason.RECOVERY);
  }

  @Test
  @DisplayName("QUEUE-7 giving back a lease frees it, with a higher fence; twice is a success")
  void release() throws Exception {
    Owner former = acquire().orElseThrow().owner();
    bench.store.release(former);
    bench.store.release(former);
    Owner next = acquire().orElseThrow().owner();
    assertThat(next.fence()).isGreaterThan(former.fence());
    bench.store.release(former);
    bench.store.renew(next);
  }

  @Test
  @DisplayName("QUEUE-7 fences rise from one process to the next by the server's clock")
  void fences() throws Exception {
    try (RawServer server = new RawServer(RawServer.token("Thu, 01 Jan 2026 00:00:01 GMT"));
        var former = bench.open(settings(server.url()));
        var next = bench.open(settings(server.url()))) {
      assertThat(former.acquire(SET, "test").orElseThrow().owner().fence())
          .isEqualTo(1_767_225_601_250L);
      server.answer(RawServer.token("Thu, 01 Jan 2026 00:00:02 GMT"));
      assertThat(next.acquire(SET, "test").orElseThrow().owner().fence())
          .isEqualTo(1_767_225_602_250L);
    }
  }

  private static Map<String, Object> settings(String url) {
    return Map.of("url", url, "token", FakeArvados.TOKEN);
  }

  @Test
  @DisplayName("QUEUE-7 without the server's time there is no fence, and no lease")
  void noDate() throws Exception {
    for (String date : List.of("", "lately", "Thu, 01 Jan 1970 00:00:00 GMT")) {
      try (RawServer server = new RawServer(RawServer.token(date));
          var store = bench.open(settings(server.url()))) {
        assertThatThrownBy(() -> store.acquire(SET, "test"))
            .isInstanceOf(BadAnswerException.class)
            .hasMessageContaining("no Date header that can be read");
        server.answer(RawServer.token("Thu, 01 Jan 2026 00:00:01 GMT"));
        assertThat(store.acquire(SET, "test")).isPresent();
      }
    }
  }

  @Test
  @DisplayName("QUEUE-7 a token stands for one instance set")
  void oneSet() throws Exception {
    acquire();
    assertThatThrownBy(() -> bench.store.acquire(new InstanceSetId("green"), "test"))
        .isInstanceOf(ControllerException.class)
        .hasMessage(
            "token zzzzz-gj3su-000000000000001 stands for instance set blue; expected another"
                + " token for green");
  }

  @Test
  @DisplayName("QUEUE-7 an owner that never was is refused")
  void neverWas() {
    fenced(() -> bench.store.lock(new Owner(SET, 1), id(1)));
    fenced(() -> bench.store.renew(new Owner(SET, 1)));
  }

  @Test
  @DisplayName("QUEUE-7 the next process goes on with what was locked")
  void goesOn() throws Exception {
    Owner former = acquire().orElseThrow().owner();
    bench.store.lock(former, id(1));
    bench.store.recordStart(former, attempt(1, 1), new InstanceId("i-1"));
    try (var next = bench.open(settings(bench.server.url()))) {
      Owner owner = next.acquire(SET, "test").orElseThrow().owner();
      assertThat(next.locked(SET, "").items())
          .singleElement()
          .satisfies(
              container -> {
                assertThat(container.id()).isEqualTo(id(1));
                assertThat(container.instance()).isEqualTo(new InstanceId("i-1"));
              });
      next.requeue(owner, attempt(1, 1), RequeueReason.LOST, "gone");
    }
  }
}
