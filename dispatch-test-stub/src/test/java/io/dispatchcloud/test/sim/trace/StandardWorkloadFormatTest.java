package io.dispatchcloud.test.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.test.sim.SimulatedContainer;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A trace in the Standard Workload Format")
class StandardWorkloadFormatTest {
  private static final long KIB = 1 << 10;
  private static final long GIB = 1 << 30;

  /**
   * Number, submit, wait, run, processors, CPU time, memory, asked: processors, time, memory, ...
   */
  private static final String JOB = "1 100 5 60 4 55.5 2048 8 90 1024 1 3 1 2 1 -1 -1 -1";

  @TempDir private Path folder;

  private Trace read(String text, TraceRules rules) throws Exception {
    return Trace.read(Files.writeString(folder.resolve("some.swf"), text), rules);
  }

  private SimulatedContainer only(String job) throws Exception {
    Trace trace = read(job + "\n", TraceRules.ALL);
    assertThat(trace.containers()).hasSize(1);
    return trace.containers().get(0);
  }

  private void refused(String text, String complaint) {
    assertThatThrownBy(() -> read(text, TraceRules.ALL))
        .isInstanceOf(TraceException.class)
        .hasMessage(folder.resolve("some.swf") + complaint);
  }

  @Test
  @DisplayName("has a container for each job: what was asked for counts before what was given")
  void job() throws Exception {
    SimulatedContainer container = only(JOB);

    assertThat(container.spec().id().value()).isEqualTo("job-1");
    assertThat(container.spec().needs()).isEqualTo(Needs.of(8, 8 * 1024 * KIB));
    assertThat(container.submittedAfter()).isZero();
    assertThat(container.runs()).isEqualTo(Duration.ofSeconds(60));
    assertThat(container.exitStatus()).isZero();
  }

  @Test
  @DisplayName("falls back to what was used, and to 1 GiB for each processor")
  void unknownNeeds() throws Exception {
    assertThat(only("1 0 -1 60 4 -1 2048 -1 -1 -1 1 -1 -1 -1 -1 -1 -1 -1").spec().needs())
        .isEqualTo(Needs.of(4, 4 * 2048 * KIB));
    assertThat(only("1 0 -1 60 4 -1 0 0 -1 -1 1 -1 -1 -1 -1 -1 -1 -1").spec().needs())
        .isEqualTo(Needs.of(4, 4 * GIB));
  }

  @Test
  @DisplayName("tells times from the first job that is taken on")
  void times() throws Exception {
    Trace trace =
        read(job(1, 100, 60, 1) + job(2, 200, 60, 1) + job(3, 250, 7200, 1), TraceRules.ALL);
    assertThat(trace.containers())
        .extracting(SimulatedContainer::submittedAfter)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(100), Duration.ofSeconds(150));

    Trace later =
        read(
            job(1, 100, 60, 1) + job(2, 200, 60, 1) + job(3, 250, 7200, 1),
            TraceRules.ALL.from(Duration.ofSeconds(200)).longestRun(Duration.ofHours(1)));
    assertThat(later.containers())
        .extracting(SimulatedContainer::submittedAfter)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(50));
    assertThat(later.containers().get(1).runs()).isEqualTo(Duration.ofHours(1));
    assertThat(later.leftOut()).isEqualTo(1);
  }

  private static String job(int number, long submitted, long ran, int status) {
    return "%d %d -1 %d 1 -1 -1 1 -1 -1 %d -1 -1 -1 -1 -1 -1 -1%n"
        .formatted(number, submitted, ran, status);
  }

  @Test
  @DisplayName("ends failed and cancelled jobs with status 1")
  void statuses() throws Exception {
    Trace trace =
        read(
            job(1, 0, 9, 1) + job(2, 0, 9, 0) + job(3, 0, 9, 5) + job(4, 0, 9, -1), TraceRules.ALL);

    assertThat(trace.containers())
        .extracting(SimulatedContainer::exitStatus)
        .containsExactly(0, 1, 1, 0);
  }

  @Test
  @DisplayName("leaves out parts of jobs, and jobs that it does not tell enough of")
  void leftOut() throws Exception {
    String unknown =
        job(1, 0, 9, 2)
            + job(1, 0, 9, 3)
            + job(2, -1, 9, 1)
            + job(3, 0, -1, 1)
            + job(4, 0, 0, 5)
            + "5 0 -1 9 -1 -1 -1 -1 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n";
    Trace trace = read(unknown + job(6, 0, 0, 1), TraceRules.ALL);

    assertThat(trace.leftOut()).isEqualTo(6);
    assertThat(trace.containers()).hasSize(1);
    assertThat(trace.containers().get(0).runs()).isEqualTo(Duration.ofSeconds(1));

    Trace more = read(unknown, TraceRules.ALL.unknownRun(Duration.ofMinutes(5)));
    assertThat(more.containers())
        .extracting(SimulatedContainer::runs)
        .containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(5));
  }

  @Test
  @DisplayName("tells of itself in its header; other comments and empty lines are passed over")
  void header() throws Exception {
    Trace trace =
        read(
            """
            ; Version: 2.2
            ;MaxProcs:  128
            ; a comment

              %s
            ; MaxProcs: 256
            """
                .formatted(JOB.replace(" ", "\t ")),
            TraceRules.ALL);

    assertThat(trace.header())
        .containsOnly(
            org.assertj.core.api.Assertions.entry("Version", "2.2"),
            org.assertj.core.api.Assertions.entry("MaxProcs", "128"));
    assertThat(trace.containers()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is refused with line, field, value and what was expected")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 100|job: '1 100'; expected 18 numbers, but there are 2",
        "x 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0|job number: 'x'; expected a number from 0 to"
            + " 1000000000000, or -1 for unknown",
        "-1 0 0 1 1 0 0 1 0 0 1 0 0 0 0 0 0 0|job number: '-1'; expected a number that no other"
            + " job has",
        "1 -2 0 1 1 0 0 1 0 0 1 0 0 0 0 0 0 0|submit time: '-2'; expected a number from 0 to"
            + " 100000000000, or -1 for unknown",
        "1 0 0 1e9 1 0 0 1 0 0 1 0 0 0 0 0 0 0|run time: '1e9'; expected a number from 0 to"
            + " 315360000, or -1 for unknown",
        "1 0 0 1 1 0 0 99999999 0 0 1 0 0 0 0 0 0 0|requested number of processors: '99999999';"
            + " expected a number from 0 to 10000000, or -1 for unknown",
        "1 0 0 1 1 0 0 1 0 0 6 0 0 0 0 0 0 0|status: '6'; expected a number from 0 to 5, or -1"
            + " for unknown",
        "1 0 0 1 1 0 0 9999999 0 274877906944 1 0 0 0 0 0 0 0|requested memory: '274877906944';"
            + " expected less than 8 EiB for all processors together",
      })
  void hostile(String line, String complaint) {
    refused("; fine\n" + line + "\n", ":2: " + complaint);
  }

  @Test
  @DisplayName("is refused when it is empty, has a number twice, or is no text at all")
  void notATrace() {
    refused("", ": empty; expected lines of 18 numbers");
    refused(JOB + "\n" + JOB, ":2: job number: '1'; expected a number that no other job has");
    refused("\0".repeat(70_000), ":1: a line of more than 65536 bytes; expected a text file");
    refused(
        JOB + " 19",
        ":1: job: '"
            + JOB.substring(0, JOB.length())
            + " 19'; expected 18 numbers,"
            + " but there are more");
    refused("\u001b[31mred", ":1: job: '?[31mred'; expected 18 numbers, but there are 1");
  }

  @Test
  @DisplayName("gives the few that came first, wherever they stand in it")
  void most() throws Exception {
    Trace trace =
        read(
            job(1, 50, 9, 1) + job(2, 20, 9, 1) + job(3, 90, 9, 1) + job(4, 20, 9, 1),
            TraceRules.ALL.most(2));

    assertThat(trace.containers())
        .extracting(container -> container.spec().id().value())
        .containsExactly("job-2", "job-4");
  }

  @Test
  @DisplayName("with a fraction or a Latin-1 name in a comment is read, as the archive has them")
  void oddities() throws Exception {
    Path file = folder.resolve("latin.swf");
    Files.write(
        file,
        "; Installation: Université\r\n1 0.5 1 59.2 1 0 0 1 0 0 1 0 0 0 0 0 0 0\r\n"
            .getBytes(StandardCharsets.ISO_8859_1));

    Trace trace = Trace.read(file, TraceRules.ALL);

    assertThat(trace.header()).containsEntry("Installation", "Universit?");
    assertThat(trace.containers().get(0).runs()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  @DisplayName("of a few hundred thousand jobs is read in a fraction of the memory of its text")
  void large() throws Exception {
    Path file = folder.resolve("large.swf");
    int jobs = 200_000;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 1; i <= jobs; i++) {
        out.write(job(i, i, 60, 1));
      }
    }

    Trace trace = Trace.read(file, TraceRules.ALL);

    assertThat(trace.containers()).hasSize(jobs);
    // Equal needs are one object.
    assertThat(trace.containers().get(jobs - 1).spec().needs())
        .isSameAs(trace.containers().get(0).spec().needs());
  }
}
