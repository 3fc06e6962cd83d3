package io.dispatchcloud.server.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.job.JobFileReader;
import io.dispatchcloud.server.yaml.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's scripts, run one after the other without a dispatcher. */
class ExampleScriptsTest {
  @TempDir private Path output;
  private JobFile job;

  @BeforeEach
  void read() {
    Faults faults = new Faults("openb.yaml");
    job = JobFileReader.read(Example.FILE, Set.of(), faults).orElse(null);
    assertThat(faults.lines()).isEmpty();
  }

  @Test
  void theJobIsMixed() {
    assertThat(job.containers()).hasSizeGreaterThanOrEqualTo(48);
    assertThat(job.config().instanceTypes()).hasSizeGreaterThanOrEqualTo(3);
    Set<String> cheapest =
        job.containers().stream()
            .map(container -> job.config().sizing(container).types().get(0).name())
            .collect(Collectors.toSet());
    assertThat(cheapest).hasSizeGreaterThanOrEqualTo(3);
    assertThat(job.containers().stream().map(ContainerSpec::priority).distinct())
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void theSlicesTogetherSayWhatTheWholeTraceSays() throws Exception {
    runSlices("0");

    assertThat(report()).isZero();

    Report.check(output.resolve("report.md"), Example.TRACE);
    assertThat(output.resolve("report.parts")).doesNotExist();
  }

  @Test
  void thereIsNoReportWithoutEverySlice() throws Exception {
    runSlices("1");

    assertThat(report()).isEqualTo(1);

    assertThat(Files.readString(output.resolve("report.err"))).contains("pods-01");
    assertThat(output.resolve("report.md")).doesNotExist();
  }

  @Test
  void thereIsNoReportWhenAnAnswerIsMissing() throws Exception {
    runSlices("0");
    Files.delete(output.resolve("waits-03/stdout"));

    assertThat(report()).isNotZero();
    assertThat(output.resolve("report.md")).doesNotExist();
  }

  private void runSlices(String endOfFirst) throws Exception {
    List<String> summary = new ArrayList<>(List.of("container\tend"));
    for (ContainerSpec container : job.containers()) {
      String id = container.id().value();
      Path stdout = Files.createDirectories(output.resolve(id)).resolve("stdout");
      assertThat(run(container.run().command(), container.run().environment(), stdout)).isZero();
      summary.add(id + "\t" + (summary.size() == 1 ? endOfFirst : "0"));
    }
    Files.write(output.resolve("containers.tsv"), summary);
  }

  private int report() throws Exception {
    return run(job.lastCommand(), Map.of(), output.resolve("report.out"));
  }

  private int run(List<String> command, Map<String, String> environment, Path stdout)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(output.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(output.resolve("report.err").toFile());
    builder.environment().putAll(environment);
    return builder.start().waitFor();
  }
}
