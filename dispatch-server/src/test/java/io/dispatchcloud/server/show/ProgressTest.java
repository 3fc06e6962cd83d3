package io.dispatchcloud.server.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);
  private Instant now = Instant.EPOCH;

  @Test
  void plainLinesComeWhenSomethingChangedAndNotTooOften() {
    Progress progress = new PlainProgress(out, () -> now, true);

    progress.show(tally(5, 0, 1));
    progress.show(tally(4, 0, 2));
    assertThat(lines())
        .containsExactly(
            "1.0s: 5 queued, 0 running, 0 done, 0 failed; instances: 1 idle; cost 0.0000");
    now = now.plusSeconds(3);
    progress.show(tally(4, 1, 5));
    progress.show(tally(3, 1, 5));
    now = now.plusSeconds(60);
    progress.show(tally(4, 1, 99));
    assertThat(lines()).hasSize(2);
    progress.note("a container failed");
    progress.end();
    assertThat(lines()).hasSize(3).last().isEqualTo("a container failed");
  }

  @Test
  void whoWantsNoProgressGetsNotesAlone() {
    Progress progress = Progress.choose(out, false, () -> now);

    progress.show(tally(5, 0, 1));
    progress.note("a container failed");

    assertThat(lines()).containsExactly("a container failed");
  }

  @Test
  void notesStandAboveTheBar() {
    Progress progress = new BarProgress(out, () -> 41);

    progress.show(tally(5, 0, 1));
    progress.note("a container failed");
    progress.end();

    String bar = "\r\u001b[K\u001b[?7l5 queued 0 running 0 done 0 failed\u001b[?7h";
    assertThat(written.toString())
        .isEqualTo(
            bar + "\r\u001b[Ka container failed" + System.lineSeparator() + bar + "\r\u001b[K");
  }

  @Test
  void sizesOfTerminalsAreReadAsSttyTellsThem() {
    assertThat(Terminal.parse("24 132")).isEqualTo(OptionalInt.of(132));
    assertThat(Terminal.parse("0 0")).isEqualTo(OptionalInt.of(80));
    assertThat(Terminal.parse("")).isEmpty();
    assertThat(Terminal.parse("stty: no")).isEmpty();
  }

  private List<String> lines() {
    return written.toString().lines().toList();
  }

  private static Tally tally(int queued, int running, int seconds) {
    return new Tally(
        queued, running, 0, 0, Map.of("idle", 1), BigDecimal.ZERO, Duration.ofSeconds(seconds));
  }
}
