package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

@DisplayName("The JMH benchmark of a pass")
class PassBenchmarkTest {
  @Test
  @DisplayName("runs, in all series")
  void runs() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(PassBenchmark.class.getName())
                    .param("containers", "1000")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(10))
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();

    assertThat(results)
        .extracting(
            result ->
                result.getPrimaryResult().getLabel() + " " + result.getParams().getParam("series"))
        .containsExactlyInAnyOrder(
            "pass LOCKED_CREATE",
            "pass LOCKED_REFUSED",
            "pass QUEUED",
            "passAndStatuses LOCKED_CREATE",
            "passAndStatuses LOCKED_REFUSED",
            "passAndStatuses QUEUED");
  }
}
