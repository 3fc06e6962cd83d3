package io.dispatchcloud.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The event log")
class EventLogTest {
  private static final String HEADER =
      "{\"format\":\"dispatch-events\",\"version\":1,\"at\":\"2026-03-01T12:00:00Z\","
          + "\"instanceSet\":\"shop\"}";

  @TempDir private Path folder;
  private final Stage stage = new Stage();

  private static FileEventLog log(Sink sink, int most) {
    Backlog backlog = new Backlog(most);
    Pen pen = new Pen("events", sink, Duration.ofMillis(20));
    return new FileEventLog("events", sink, backlog, new LogWriter(backlog, pen));
  }

  @Test
  @DisplayName("has a line that begins each dispatcher, and one for each event")
  void lines() throws Exception {
    Path file = folder.resolve("events");
    try (EventLog log = EventLog.open(file);
        EventLog.Recording recording = log.record("shop", stage)) {
      stage.tell(Kind.INSTANCE_CREATED, "i-1", "BOOTING");
      stage.tell(Kind.INSTANCE_STATE, "i-1", "BOOTING to IDLE");
      stage.tell(Kind.INSTANCE_BEHAVIOR, "i-1", "drain: it is old");
      stage.tell(Kind.INSTANCE_GONE, "i-1", "");
      stage.publish(Stage.shows());
      recording.settle();
    }

    String at = "{\"at\":\"2026-03-01T12:00:00Z\",\"kind\":";
    String id = ",\"instance\":\"i-1\"";
    assertThat(Files.readAllLines(file))
        .containsExactly(
            HEADER,
            at + "\"instanceCreated\"" + id + ",\"detail\":\"BOOTING\",\"state\":\"booting\"}",
            at + "\"instanceState\"" + id + ",\"detail\":\"BOOTING to IDLE\",\"state\":\"idle\"}",
            at
                + "\"instanceBehavior\""
                + id
                + ",\"detail\":\"drain: it is old\",\"behavior\":\"drain\"}",
            at + "\"instanceGone\"" + id + "}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName("goes on after a crash: a line that it has torn is ended, another dispatcher begins")
  void tornLine() throws Exception {
    Path file = Files.writeString(folder.resolve("events"), HEADER + "\n{\"at\":\"20");
    try (EventLog log = EventLog.open(file);
        EventLog.Recording recording = log.record("shop", stage)) {
      stage.tell(Kind.INSTANCE_CREATED, "i-1", "UNKNOWN");
      stage.publish(Stage.shows(Stage.worker("i-1", WorkerState.UNKNOWN, IdleBehavior.RUN)));
      recording.settle();
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4).startsWith(HEADER, "{\"at\":\"20", HEADER);
    assertThat(lines.get(3)).contains("instanceCreated");
  }

  @Test
  @DisplayName("belongs to one at a time, and must be a file that can be written to")
  void refused() throws Exception {
    Path file = folder.resolve("events");
    try (EventLog log = EventLog.open(file)) {
      assertThat(log).isNotNull();
      assertThatThrownBy(() -> EventLog.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("writes to it already");
    }
    assertThatThrownBy(() -> EventLog.open(folder)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> EventLog.open(folder.resolve("none/events")))
        .isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("goes on where it was when a disk has room again: no line is torn, none is missing")
  void fullDisk() throws Exception {
    FakeSink sink = new FakeSink();
    try (EventLog log = log(sink, 1_000);
        EventLog.Recording recording = log.record("shop", stage)) {
      sink.full(true);
      stage.tell(Kind.INSTANCE_CREATED, "i-1", "BOOTING");
      await().until(() -> sink.refusals() >= 3);
      stage.tell(Kind.INSTANCE_STATE, "i-1", "BOOTING to IDLE");
      sink.full(false);
      stage.publish(Stage.shows(Stage.worker("i-1", WorkerState.IDLE, IdleBehavior.RUN)));
      recording.settle();
    }

    Rebuilt rebuilt = Rebuilt.from(sink.lines());
    assertThat(rebuilt.missed).isZero();
    assertThat(rebuilt.machines.get("i-1").state).isEqualTo("idle");
  }

  @Test
  @DisplayName("tells a new state apart from the reason for it, whatever words that has")
  void stateAndReason() throws Exception {
    FakeSink sink = new FakeSink();
    try (EventLog log = log(sink, 1_000);
        EventLog.Recording recording = log.record("shop", stage)) {
      stage.tell(Kind.INSTANCE_CREATED, "i-1", "BOOTING");
      stage.tell(Kind.INSTANCE_STATE, "i-1", "BOOTING to SHUTDOWN: moved to tape: all of it");
      recording.settle();
    }

    assertThat(Rebuilt.from(sink.lines()).machines.get("i-1").state).isEqualTo("shutdown");
  }

  @Test
  @DisplayName("says how much is missing where it could not be kept, and then how things are")
  void gap() throws Exception {
    FakeSink sink = new FakeSink();
    try (EventLog log = log(sink, 10);
        EventLog.Recording recording = log.record("shop", stage)) {
      sink.full(true);
      stage.tell(Kind.INSTANCE_CREATED, "i-1", "BOOTING");
      await().until(() -> sink.refusals() >= 1);
      for (int i = 2; i <= 100; i++) {
        stage.tell(Kind.INSTANCE_CREATED, "i-" + i, "BOOTING");
      }
      stage.publish(
          Stage.shows(
              Stage.worker(
                  "i-100",
                  WorkerState.RUNNING,
                  IdleBehavior.HOLD,
                  new Attempt(new ContainerId("a"), 2))));
      sink.full(false);
      recording.settle();

      Rebuilt rebuilt = Rebuilt.from(sink.lines());
      assertThat(rebuilt.missed).isEqualTo(89);
      rebuilt.assertShows(stage.snapshot());
    }
  }

  @Test
  @DisplayName("has what no event told, also where events never leave it a moment of rest")
  void restless() {
    FakeSink sink = new FakeSink();
    try (EventLog log = log(sink, 1_000);
        EventLog.Recording recording = log.record("shop", stage)) {
      boolean seen = false;
      for (int i = 0; i < 100 && !seen; i++) {
        // Whenever the writer looks, an event has come after what was published last.
        if (i > 0) {
          stage.publish(Stage.shows(Stage.worker("i-1", WorkerState.IDLE, IdleBehavior.HOLD)));
        }
        stage.tell(Kind.INSTANCE_REFUSED, "", "no room " + i);
        String line = "no room " + i + "\"";
        await().until(() -> sink.lines().stream().anyMatch(each -> each.contains(line)));
        seen = sink.lines().stream().anyMatch(each -> each.contains("instanceSeen"));
      }
      assertThat(seen).isTrue();
      assertThat(recording).isNotNull();
    }
  }

  @Test
  @DisplayName("does not keep the program from ending where nothing can be written")
  void endsOnAFullDisk() {
    FakeSink sink = new FakeSink();
    sink.full(true);
    FileEventLog log = log(sink, 10);
    log.record("shop", stage);
    stage.tell(Kind.INSTANCE_CREATED, "i-1", "BOOTING");

    log.close();

    assertThat(sink.refusals()).isPositive();
  }
}
