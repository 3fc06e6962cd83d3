package io.dispatchcloud.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The command line of the benchmarks")
class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(arguments);
  }

  private int pass(String... more) {
    List<String> usual =
        List.of("pass", "--containers", "1000", "--instances", "100", "--warm-up", "1");
    return run(Stream.concat(usual.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"locked-create", "locked-refused", "queued"})
  @DisplayName("prints the figures of a pass as one line of JSON")
  void pass(String series) {
    assertThat(pass("--passes", "5", "--series", series)).isZero();

    assertThat(out.toString())
        .matches(
            "\\{\"containers\":1000,\"instances\":100,\"series\":\""
                + series
                + "\",\"medianMs\":[0-9.]+,\"minMs\":[0-9.]+,\"bytesAllocated\":[0-9]+,"
                + "\"starts\":[0-9]+,\"creates\":[0-9]+,\"locks\":[0-9]+,"
                + "\"startsFnv\":\"[0-9a-f]{16}\",\"createsFnv\":\"[0-9a-f]{16}\"}\\R");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  @DisplayName("prints the figures of passes before which a few containers change")
  void changed() {
    assertThat(pass("--passes", "5", "--series", "locked-refused", "--changed", "10")).isZero();

    assertThat(out.toString()).contains("\"containers\":1000,", "\"starts\":0,", "\"creates\":0,");
  }

  @Test
  @DisplayName("prints how much of the heap a queue takes, and how long passes over it take")
  void heap() {
    assertThat(run("heap", "--containers", "1000", "--passes", "3")).isZero();

    assertThat(out.toString())
        .matches(
            "\\{\"containers\":1000,\"heapMiB\":[0-9]+,\"usedMiB\":[0-9]+,"
                + "\"firstPassMs\":[0-9.]+,\"medianMs\":[0-9.]+}\\R");
  }

  @Test
  @DisplayName("prints how fast a store in PostgreSQL is")
  void store() {
    assertThat(
            run(
                "store",
                "--rows",
                "100",
                "--batch",
                "10",
                "--batches",
                "1",
                "--calls",
                "8",
                "--no-sync"))
        .as(err::toString)
        .isZero();

    assertThat(out.toString())
        .matches(
            "\\{\"rows\":100,\"sync\":false,\"batch\":10,\"batchSubmitsPerSecond\":[0-9]+,"
                + "\"singleSubmitsPerSecond\":[0-9]+,\"livesPerSecond\":[0-9]+,"
                + "\"livesPerSecondBy8Threads\":[0-9]+,"
                + "\"queuedInPage\":10,\"queuedPageMs\":\\{\"median\":[0-9.]+,\"p99\":[0-9.]+},"
                + "\"byIdMs\":\\{.*},\"lockedMs\":\\{.*},\"viewBytesPerContainer\":[0-9]+}\\R");
  }

  @ParameterizedTest
  @CsvSource({
    "--passes, 0, a whole number from 1 to 10000000",
    "--passes, many, a whole number from 1 to 10000000",
    "--seed, -1, a whole number from 1 to 10000000",
    "--series, LOCKED, 'one of locked-create, locked-refused, queued'"
  })
  @DisplayName("says which option was wrong, what was given and what was expected")
  void wrongValue(String option, String value, String expected) {
    assertThat(pass(option, value)).isEqualTo(2);

    assertThat(err.toString())
        .contains("'" + option)
        .contains("'" + value + "'; expected " + expected);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  @DisplayName("says which option is missing")
  void missing() {
    assertThat(pass("--passes", "5")).isEqualTo(2);

    assertThat(err.toString()).contains("Missing required option: '--series=SERIES'");
  }

  @Test
  @DisplayName("says which commands there are")
  void commands() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString()).contains("pass", "growth", "fenzo", "memory", "store", "jmh");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Which command?");
  }
}
