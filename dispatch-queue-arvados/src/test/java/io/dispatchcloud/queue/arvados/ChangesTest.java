package io.dispatchcloud.queue.arvados;

import static io.dispatchcloud.queue.arvados.Bench.SET;
import static io.dispatchcloud.queue.arvados.Bench.T1;
import static io.dispatchcloud.queue.arvados.Bench.attempt;
import static io.dispatchcloud.queue.arvados.Bench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final InstanceId HOST = new InstanceId("i-1");

  private Bench bench;
  private Owner owner;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench();
    owner = bench.owner();
    bench.server.add(1, 7, T1);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static void conflicts(ThrowingCallable change, ContainerState state) {
    assertThatThrownBy(change)
        .asInstanceOf(throwable(ConflictException.class))
        .extracting(conflict -> conflict.current().orElseThrow().state())
        .isEqualTo(state);
  }

  @Test
  @DisplayName("CTR-1 CTR-7 lock takes a queued one, and counts the attempt")
  void lock() throws Exception {
    Container locked = bench.store.lock(owner, id(1));
    assertThat(locked.state()).isEqualTo(ContainerState.LOCKED);
    assertThat(locked.owner()).isEqualTo(SET);
    assertThat(locked.currentAttempt()).contains(attempt(1, 1));
    assertThat(bench.server.container(1).get("locked_by_uuid").textValue())
        .isEqualTo(FakeArvados.TOKEN_UUID);

    bench.store.unlock(owner, attempt(1, 1), UnlockReason.QUOTA);
    assertThat(bench.store.lock(owner, id(1)).attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName("CTR-1 what is not queued can't be locked, and is shown as it is")
  void lockRefused() throws Exception {
    for (String state : List.of("Locked", "Running", "Complete", "Cancelled")) {
      ObjectNode container = bench.server.add(1, 7, T1);
      container.put("state", state).put("lock_count", 3);
      container.put("locked_by_uuid", FakeArvados.OTHER_UUID);
      conflicts(
          () -> bench.store.lock(owner, id(1)),
          ContainerState.valueOf(state.toUpperCase(Locale.ROOT)));
    }
  }

  @Test
  @DisplayName("CTR-4 what is on hold can't be locked")
  void lockOnHold() {
    bench.server.put(1, "priority", 0);
    conflicts(() -> bench.store.lock(owner, id(1)), ContainerState.QUEUED);
  }

  @Test
  @DisplayName("CTR-1 of what is not there, nothing can be changed")
  void absent() {
    for (ContainerId id : List.of(id(9), new ContainerId("hello"))) {
      assertThatThrownBy(() -> bench.store.lock(owner, id))
          .asInstanceOf(throwable(ConflictException.class))
          .satisfies(conflict -> assertThat(conflict.current()).isEmpty());
      assertThatThrownBy(() -> bench.store.cancel(owner, id, "why"))
          .isInstanceOf(ConflictException.class);
    }
  }

  @Test
  @DisplayName("CTR-1 another one's container can't be changed, and shows whose it is")
  void foreign() throws Exception {
    bench.store.lock(owner, id(1));
    bench.server.put(1, "locked_by_uuid", FakeArvados.OTHER_UUID);

    conflicts(
        () -> bench.store.unlock(owner, attempt(1, 1), UnlockReason.QUOTA), ContainerState.LOCKED);
    conflicts(() -> bench.store.recordStart(owner, attempt(1, 1), HOST), ContainerState.LOCKED);
    conflicts(() -> bench.store.cancel(owner, id(1), "why"), ContainerState.LOCKED);
    Container shown = bench.store.byId(List.of(id(1))).get(0);
    assertThat(shown.owner()).isEqualTo(new InstanceSetId(FakeArvados.OTHER_UUID));
    assertThat(shown.isLockedByOther(SET)).isTrue();
  }

  @Test
  @DisplayName("CTR-7 a former attempt changes nothing")
  void formerAttempt() throws Exception {
    bench.store.lock(owner, id(1));
    bench.store.unlock(owner, attempt(1, 1), UnlockReason.QUOTA);
    bench.store.lock(owner, id(1));

    conflicts(
        () -> bench.store.unlock(owner, attempt(1, 1), UnlockReason.QUOTA), ContainerState.LOCKED);
    conflicts(() -> bench.store.recordStart(owner, attempt(1, 1), HOST), ContainerState.LOCKED);
    conflicts(
        () -> bench.store.requeue(owner, attempt(1, 1), RequeueReason.LOST, "gone"),
        ContainerState.LOCKED);
    assertThat(bench.server.container(1).get("lock_count").intValue()).isEqualTo(2);
  }

  @Test
  @DisplayName("CTR-1 an unlock that came too late is a conflict with what is there now")
  void lateUnlock() throws Exception {
    bench.store.lock(owner, id(1));
    // It begins to run between our look and our change.
    bench.server.next(
        exchange -> {
          String before = MapperText.list(bench.server.container(1));
          bench.server.put(1, "state", "Running");
          FakeArvados.reply(exchange, 200, before);
        });
    conflicts(
        () -> bench.store.unlock(owner, attempt(1, 1), UnlockReason.QUOTA), ContainerState.RUNNING);
  }

  @Test
  @DisplayName("CTR-3 the server gives a container up after so many locks")
  void givenUp() throws Exception {
    bench.server.mostLocks(1);
    bench.store.lock(owner, id(1));
    Container after = bench.store.unlock(owner, attempt(1, 1), UnlockReason.START_FAILED);
    assertThat(after.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(after.error()).isEqualTo("Failed to start: lock_count == 1");
  }

  @Test
  @DisplayName("CTR-7 a start is recorded with its instance before it is told what to run")
  void recordStart() throws Exception {
    bench.store.lock(owner, id(1));
    bench.server.put(1, "runtime_status", Map.of("activity", "noted by others"));

    RunSpec run = bench.store.recordStart(owner, attempt(1, 1), HOST);

    assertThat(run.command()).containsExactly("crunch-run", FakeArvados.uuid(1));
    assertThat(run.environment())
        .containsEntry("ARVADOS_API_HOST", bench.server.url().substring("http://".length()))
        .containsEntry("ARVADOS_API_TOKEN", FakeArvados.TOKEN);
    assertThat(run.toString()).doesNotContain(FakeArvados.SECRET);
    assertThat(bench.server.container(1).get("runtime_status").get("activity").textValue())
        .isEqualTo("noted by others");
    assertThat(bench.store.byId(List.of(id(1))).get(0).instance()).isEqualTo(HOST);
  }

  @Test
  @DisplayName("CTR-7 recording a start again is harmless, on another instance it is refused")
  void recordStartAgain() throws Exception {
    bench.store.lock(owner, id(1));
    RunSpec run = bench.store.recordStart(owner, attempt(1, 1), HOST);
    assertThat(bench.store.recordStart(owner, attempt(1, 1), HOST)).isEqualTo(run);
    conflicts(
        () -> bench.store.recordStart(owner, attempt(1, 1), new InstanceId("i-2")),
        ContainerState.LOCKED);
  }

  @Test
  @DisplayName("CTR-7 a new attempt begins without a place, whatever the former one noted")
  void newAttempt() throws Exception {
    bench.store.lock(owner, id(1));
    bench.store.recordStart(owner, attempt(1, 1), HOST);
    Container queued = bench.store.unlock(owner, attempt(1, 1), UnlockReason.RECOVERY);
    assertThat(queued.instance()).isNull();
    assertThat(bench.store.lock(owner, id(1)).instance()).isNull();
    bench.store.recordStart(owner, attempt(1, 2), new InstanceId("i-2"));
  }

  @Test
  @DisplayName("CTR-4 what is on hold is not started")
  void heldStart() throws Exception {
    bench.store.lock(owner, id(1));
    bench.server.put(1, "priority", 0);
    conflicts(() -> bench.store.recordStart(owner, attempt(1, 1), HOST), ContainerState.LOCKED);
  }

  @Test
  @DisplayName("CTR-1 cancelling a queued one locks it, says why, and ends it")
  void cancelQueued() throws Exception {
    Container cancelled = bench.store.cancel(owner, id(1), "no type fits");
    assertThat(cancelled.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(cancelled.error()).isEqualTo("no type fits");
    assertThat(bench.server.container(1).get("runtime_status").get("error").textValue())
        .isEqualTo("no type fits");
    conflicts(() -> bench.store.cancel(owner, id(1), "again"), ContainerState.CANCELLED);
  }

  @Test
  @DisplayName("CTR-1 cancelling goes on where it was left off")
  void cancelAgain() throws Exception {
    bench.store.lock(owner, id(1));
    assertThat(bench.store.cancel(owner, id(1), "why").error()).isEqualTo("why");
  }

  @Test
  @DisplayName("CTR-1 CTR-4 cancelling what is on hold needs no lock, and can't say why")
  void cancelHeld() throws Exception {
    bench.server.put(1, "priority", 0);
    Container cancelled = bench.store.cancel(owner, id(1), "why");
    assertThat(cancelled.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(cancelled.error()).isEmpty();
  }

  @Test
  @DisplayName("CTR-7 a lost attempt that was locked is queued again")
  void requeueLocked() throws Exception {
    bench.store.lock(owner, id(1));
    Container after = bench.store.requeue(owner, attempt(1, 1), RequeueReason.LOST, "gone");
    assertThat(after.state()).isEqualTo(ContainerState.QUEUED);
    assertThat(after.owner()).isNull();
  }

  @Test
  @DisplayName(
      "CTR-7 a lost attempt that ran is cancelled with the reason: its request makes a new one")
  void requeueRunning() throws Exception {
    bench.store.lock(owner, id(1));
    bench.server.put(1, "state", "Running");
    Container after =
        bench.store.requeue(owner, attempt(1, 1), RequeueReason.LOST, "its instance is gone");
    assertThat(after.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(after.error()).isEqualTo("its instance is gone");
  }
}
