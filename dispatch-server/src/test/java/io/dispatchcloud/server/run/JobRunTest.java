package io.dispatchcloud.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.server.show.Progress;
import io.dispatchcloud.server.show.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunTest {
  private final FakeEngine engine = new FakeEngine();
  private final Interrupts interrupts = Interrupts.none();
  private final List<String> notes = new ArrayList<>();
  private List<String> lastCommand = List.of();
  private Instant now = Instant.EPOCH;
  @TempDir private Path place;
  private OutputFolder folder;

  @BeforeEach
  void open() throws IOException {
    folder = OutputFolder.open(place);
  }

  @AfterEach
  void close() throws IOException {
    folder.close();
  }

  @Test
  void whenAllSucceedTheStatusIsZeroAndNothingIsKilled() throws Exception {
    assertThat(run()).isZero();
    assertThat(engine.calls).containsExactly("start", "drain");
    assertThat(notes).isEmpty();
    assertThat(Files.readAllLines(place.resolve(OutputFolder.SUMMARY)))
        .containsExactly(
            "container\tend\tinstance\twaited_ms\tran_ms\tcost\treason", "a\t0\ti-1\t\t\t0\t");
  }

  @Test
  void aContainerThatFailsIsToldOnceAndTheStatusIsOne() throws Exception {
    engine.rows = List.of(FakeEngine.row("a", "0"), FakeEngine.row("b", "3"));

    assertThat(run()).isEqualTo(1);
    assertThat(notes).containsExactly("b failed: exit status 3");
  }

  @Test
  void theLastStepSeesTheOutputFolderAndItsStatusCounts() throws Exception {
    lastCommand = List.of("sh", "-c", "pwd; echo $DISPATCH_OUTPUT; echo $DISPATCH_FILE_DIRECTORY");
    assertThat(run()).isZero();
    String real = place.toRealPath().toString();
    assertThat(Files.readAllLines(place.resolve(OutputFolder.LAST_STDOUT)))
        .containsExactly(real, place.toString(), "/job");

    lastCommand = List.of("sh", "-c", "echo why >&2; exit 7");
    assertThat(run()).isEqualTo(1);
    assertThat(notes).containsExactly("finally: exit status 7: why");
  }

  @Test
  void aLastStepThatCannotBeStartedIsAFailure() throws Exception {
    lastCommand = List.of("/no/such/program");

    assertThat(run()).isEqualTo(1);
    assertThat(notes).singleElement().asString().startsWith("finally: can't be started: ");
  }

  @Test
  void aSignalCancelsWhatRunsAndSkipsTheLastStep() throws Exception {
    lastCommand = List.of("touch", "ran");
    engine.looksUntilEnd = Integer.MAX_VALUE;
    engine.onLook = once(() -> interrupts.received(15));

    assertThat(run()).isEqualTo(143);
    assertThat(engine.calls).containsExactly("start", "cancelAll", "drain");
    assertThat(place.resolve("ran")).doesNotExist();
  }

  @Test
  void aSecondSignalDestroysInstancesAtOnce() throws Exception {
    engine.looksUntilEnd = Integer.MAX_VALUE;
    engine.drainsOnlyByForce = true;
    int[] looks = {0};
    engine.onLook =
        () -> {
          looks[0]++;
          if (looks[0] <= 2) {
            interrupts.received(2);
          }
        };

    assertThat(run()).isEqualTo(130);
    assertThat(engine.calls).containsExactly("start", "cancelAll", "drain", "killInstances");
  }

  @Test
  void aSignalDuringTheLastStepEndsIt() throws Exception {
    lastCommand = List.of("sh", "-c", "kill -TERM " + ProcessHandle.current().pid() + "; sleep 60");
    try (Interrupts listening = Interrupts.listen()) {
      assertThat(run(listening)).isEqualTo(143);
    }
  }

  @Test
  void instancesThatStayAreNamedAndCount() throws Exception {
    engine.drainsUntilEmpty = Integer.MAX_VALUE;
    engine.onLook = () -> now = now.plusSeconds(600);

    assertThat(run()).isEqualTo(1);
    assertThat(notes).containsExactly("error: still there: i-1 (shutdown)");
  }

  @Test
  void whateverFailsWhileItRunsInstancesAreEndedAndOneLineTellsIt() throws Exception {
    for (Throwable failure :
        List.of(new OutOfMemoryError("heap"), new IllegalStateException("x"))) {
      engine.calls.clear();
      engine.looksUntilEnd = 1;
      engine.drainsUntilEmpty = 2;
      engine.onLook = once(() -> raise(failure));

      assertThat(run()).isEqualTo(1);
      assertThat(engine.calls).containsExactly("start", "cancelAll", "drain");
      assertThat(notes)
          .containsExactly("error: something went wrong here (" + failure + "); see the log");
    }
  }

  @Test
  void whatFailsWhileInstancesAreEndedIsFollowedByForce() throws Exception {
    engine.drainsOnlyByForce = true;
    engine.onLook = () -> now = now.plusSeconds(60);
    engine.onDrain =
        () -> {
          if (!engine.calls.contains("killInstances")) {
            raise(new NoSuchMethodError("gone"));
          }
        };

    assertThat(run()).isEqualTo(1);
    assertThat(engine.calls).containsExactly("start", "cancelAll", "killInstances", "drain");
    assertThat(notes).hasSize(1);
  }

  @Test
  void aSummaryThatCannotBeWrittenIsToldAndCounts() throws Exception {
    lastCommand = List.of("touch", "ran");
    Files.createDirectory(place.resolve(OutputFolder.SUMMARY));

    assertThat(run()).isEqualTo(1);
    assertThat(engine.calls).containsExactly("start", "drain");
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("error: containers.tsv can't be written");
    assertThat(place.resolve("ran")).exists();
    assertThat(place.resolve("containers.tsv.part")).doesNotExist();
  }

  @Test
  void onlyTheEndOfALongComplaintIsReadAndShown() throws Exception {
    lastCommand =
        List.of("sh", "-c", "truncate -s 3G finally.stderr; echo why >> finally.stderr; exit 7");

    assertThat(run()).isEqualTo(1);
    assertThat(notes).singleElement().asString().hasSizeLessThan(5_000).endsWith("why");
  }

  @Test
  void aLastStepThatIgnoresTermIsKilled() throws Exception {
    String ask = "echo $$ > pid; kill -TERM " + ProcessHandle.current().pid();
    lastCommand = List.of("sh", "-c", "trap '' TERM; " + ask + "; while :; do sleep 1; done");
    Path pid = place.resolve("pid");
    try (Interrupts listening = Interrupts.listen()) {
      assertThat(run(listening)).isEqualTo(143);
    }
    long number = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(number).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static void raise(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  private static Runnable once(Runnable action) {
    boolean[] done = {false};
    return () -> {
      if (!done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }

  private int run() throws Exception {
    return run(interrupts);
  }

  private int run(Interrupts interrupts) throws Exception {
    Progress progress =
        new Progress() {
          @Override
          public void show(Tally tally) {}

          @Override
          public void note(String line) {
            notes.add(line);
          }

          @Override
          public void end() {}
        };
    notes.clear();
    LastStep lastStep = new LastStep(lastCommand, Path.of("/job"), place);
    return new JobRun(engine, lastStep, folder, progress, interrupts, () -> now).run();
  }
}
