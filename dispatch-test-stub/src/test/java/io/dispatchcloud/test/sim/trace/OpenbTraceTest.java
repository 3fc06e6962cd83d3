package io.dispatchcloud.test.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.test.sim.SimulatedContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The openb trace")
class OpenbTraceTest {
  private static final Path WHOLE =
      Path.of(System.getProperty("dispatch.root"), "examples/data/openb_pod_list_default.csv");
  private static final String HEAD =
      "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,"
          + "deletion_time,scheduled_time\n";
  private static final long MIB = 1 << 20;

  @TempDir private Path folder;

  private Trace read(String text, TraceRules rules) throws Exception {
    return Trace.read(Files.writeString(folder.resolve("pods.csv"), text), rules);
  }

  @Test
  @DisplayName("has 8,152 pods, 897 of which were never scheduled")
  void whole() throws Exception {
    Trace trace = Trace.read(WHOLE, TraceRules.ALL);

    assertThat(trace.containers()).hasSize(8_152 - 897);
    assertThat(trace.leftOut()).isEqualTo(897);
    assertThat(trace.containers().get(0).spec().id().value()).isEqualTo("openb-pod-0000");
    assertThat(
            Trace.read(
                    WHOLE,
                    TraceRules.ALL.only(spec -> spec.needs().gpu().deviceCount() == 0).most(9))
                .containers())
        .hasSize(9)
        .allMatch(container -> container.spec().needs().gpu().deviceCount() == 0);
    assertThat(Trace.read(WHOLE, TraceRules.ALL.unknownRun(Duration.ofMinutes(1))).containers())
        .hasSize(8_152);
  }

  @Test
  @DisplayName("rounds up to whole vCPUs and GPUs, and runs from scheduling to deletion")
  void pods() throws Exception {
    Trace trace =
        read(
            HEAD
                + "a,1500,2048,0,0,,LS,Succeeded,100,190,110\n"
                + "b,4000,1024,1,460,T4,BE,Failed,130,130,130\n",
            TraceRules.ALL.preemptible(true));

    SimulatedContainer first = trace.containers().get(0);
    assertThat(first.spec().needs()).isEqualTo(Needs.of(2, 2048 * MIB));
    assertThat(first.spec().preemptible()).isTrue();
    assertThat(first.submittedAfter()).isZero();
    assertThat(first.runs()).isEqualTo(Duration.ofSeconds(80));
    SimulatedContainer second = trace.containers().get(1);
    assertThat(second.spec().needs().gpu())
        .isEqualTo(new GpuNeeds("cuda", 1, "450.0", List.of("7.0"), 0));
    assertThat(second.submittedAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(second.runs()).isEqualTo(Duration.ofSeconds(1));
    assertThat(second.exitStatus()).isEqualTo(1);
  }

  @Test
  @DisplayName("may have its columns in another order, quotes, more columns and a byte order mark")
  void shapes() throws Exception {
    Trace trace =
        read(
            "\uFEFFnote,num_gpu,memory_mib,cpu_milli,scheduled_time,deletion_time,creation_time,name\n"
                + "\"a, \"\"b\"\"\",0,1,1,2,3,1,\"pod\"\r\n\n",
            TraceRules.ALL);

    assertThat(trace.containers()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is refused with line, column, value and what was expected")
  @CsvSource(
      delimiter = '|',
      value = {
        "a,1,1,0,0,,LS,Running,0,1|10 values; expected 11, one for each column",
        "a,1,1,0,0,,LS,Running,0,1,1,1|12 values; expected 11, one for each column",
        "a/b,1,1,0,0,,LS,Running,0,1,1|name: 'a/b'; expected 1 to 128 letters, digits, '.', '_' or"
            + " '-'",
        "a,none,1,0,0,,LS,Running,0,1,1|cpu_milli: 'none'; expected a number from 0 to 1000000000",
        "a,1,,0,0,,LS,Running,0,1,1|memory_mib: nothing given; expected a number from 0 to"
            + " 1073741824",
        "a,1,1,-1,0,,LS,Running,0,1,1|num_gpu: '-1'; expected a number from 0 to 1000",
        "a,1,1,0,0,,LS,Running,0,1,2|deletion_time: '1'; expected a number from 2 to 100000000000",
        "a,1,1,0,0,,LS,Running,0,99999999999,2|deletion_time: '99999999999'; expected ten years"
            + " after it was scheduled at the latest",
        "\"a,1|a quote that does not end; expected it on the line",
        "\"a\"b,1|text after a quote; expected a comma",
      })
  void hostile(String row, String complaint) {
    assertThatThrownBy(() -> read(HEAD + row + "\n", TraceRules.ALL))
        .isInstanceOf(TraceException.class)
        .hasMessage(folder.resolve("pods.csv") + ":2: " + complaint)
        .satisfies(e -> assertThat(((TraceException) e).line()).isEqualTo(2));
  }

  @Test
  @DisplayName("is refused without a column that is needed, with a name twice, or when it is empty")
  void notATrace() {
    refused("", ": empty; expected a line of column names");
    refused(
        "name,cpu_milli\n",
        ":1: columns: 'name,cpu_milli'; expected a column 'memory_mib' among them");
    refused("name,name\n", ":1: columns: 'name'; expected each column's name only once");
    String row = "a,1,1,0,0,,LS,Running,0,1,1\n";
    refused(HEAD + row + row, ":3: name: 'a'; expected each name once");
  }

  private void refused(String text, String complaint) {
    assertThatThrownBy(() -> read(text, TraceRules.ALL))
        .isInstanceOf(TraceException.class)
        .hasMessage(folder.resolve("pods.csv") + complaint);
  }

  @Test
  @DisplayName("is refused when its name tells no format, or it is not there, or a folder")
  void notAFile() {
    assertThatThrownBy(() -> Trace.read(folder.resolve("pods.txt"), TraceRules.ALL))
        .hasMessageContaining("expected one that ends with .swf or .csv");
    assertThatThrownBy(() -> Trace.read(folder.resolve("none.csv"), TraceRules.ALL))
        .hasMessage(folder.resolve("none.csv") + ": no such file");
    assertThatThrownBy(() -> OpenbTrace.read(folder, TraceRules.ALL))
        .hasMessage(folder + ": a folder; expected a file");
  }

  @Test
  @DisplayName("rules that make no sense are refused")
  void rules() {
    assertThatThrownBy(() -> TraceRules.ALL.most(0)).hasMessage("most: '0'; expected 1 or more");
    assertThatThrownBy(() -> TraceRules.ALL.from(Duration.ofSeconds(-1)))
        .hasMessage("from: 'PT-1S'; expected 0 or more");
    assertThatThrownBy(() -> TraceRules.ALL.longestRun(Duration.ZERO))
        .hasMessage("longestRun: 'PT0S'; expected more than nothing");
    assertThatThrownBy(() -> TraceRules.ALL.unknownRun(Duration.ZERO))
        .hasMessage("unknownRun: 'PT0S'; expected more than nothing");
    assertThatThrownBy(() -> TraceRules.ALL.ramPerProcessor(0))
        .hasMessage("ramPerProcessor: '0'; expected 1 or more");
  }
}
