package io.dispatchcloud.server.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.server.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: the example as a stranger runs it, on local instances over real SSH. */
class ExampleRunTest {
  @TempDir private Path output;
  @TempDir private Path home;

  @Test
  void theExampleEndsWellAndItsReportIsTrue() throws IOException {
    Program program =
        Program.run("run", ExampleCopy.file(home).toString(), "--output", output.toString());

    program.endsWith(0).says("56 containers: 56 done, 0 failed;", "output: " + output);
    Report.check(output.resolve("report.md"), Example.TRACE);
    List<String> summary = Files.readAllLines(output.resolve("containers.tsv"));
    assertThat(summary).hasSize(57);
    assertThat(program.out().lines().filter(line -> line.startsWith("gpus-"))).hasSize(16);
    assertThat(output.resolve("waits-05/stderr")).isEmptyFile();
    assertThat(output.resolve("dispatch.log")).isNotEmptyFile();
    ExampleCopy.assertNoInstances(home);
  }
}
