package io.dispatchcloud.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.server.events.EventLog;
import io.dispatchcloud.server.http.ManagementDesk;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.job.PretendDriver;
import io.dispatchcloud.server.show.Progress;
import io.dispatchcloud.server.show.Row;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
  private final FakeEngine engine = new FakeEngine();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path place;

  @Test
  void theTableAndTheTotalsComeLast() throws Exception {
    assertThat(run()).isZero();

    assertThat(out.toString())
        .startsWith("container  instance  exit status")
        .contains("1 containers: 1 done, 0 failed; 1 instances; took 0.0s; cost 1.0000")
        .endsWith("output: " + place + System.lineSeparator());
  }

  @Test
  void whatCannotStartIsToldWithoutATable() throws Exception {
    engine.refusesToStart = true;
    engine.rows =
        List.of(new Row("a", "", "queued", false, false, null, null, BigDecimal.ZERO, ""));

    assertThat(run()).isEqualTo(1);

    assertThat(err.toString().strip()).isEqualTo("error: the provider is closed");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aJobWhoseInstanceSetAnotherRunHasIsRefused() throws Exception {
    engine.refusesToStart = true;
    engine.inUse = true;

    assertThat(run()).isEqualTo(2);
  }

  @Test
  void theTableComesAlsoAfterAnErrorAndTheEngineIsClosed() throws Exception {
    boolean[] done = {false};
    engine.onLook =
        () -> {
          if (!done[0]) {
            done[0] = true;
            throw new OutOfMemoryError("heap");
          }
        };

    assertThat(run()).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).contains("1 containers: ");
    assertThat(engine.calls).contains("drain").endsWith("close");
  }

  private int run() throws Exception {
    JobFile job =
        new JobFile(
            Path.of("job.yaml"),
            DispatcherConfig.builder("job").build(),
            new PretendDriver(),
            Map.of(),
            List.of(),
            List.of());
    try (OutputFolder folder = OutputFolder.open(place)) {
      Progress progress = Progress.choose(new PrintWriter(err), false, () -> Instant.EPOCH);
      return new JobRunner(
              folder,
              progress,
              Interrupts.none(),
              new PrintWriter(out),
              () -> Instant.EPOCH,
              ManagementDesk.closed(),
              EventLog.NONE)
          .run(job, engine);
    }
  }
}
