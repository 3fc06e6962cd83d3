package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandResult.Exited;
import io.dispatchcloud.api.executor.CommandResult.Killed;
import io.dispatchcloud.api.executor.CommandResult.OutcomeUnknown;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.Output;
import io.dispatchcloud.core.runner.RunnerClient.Start;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerClientTest {
  private static final Attempt ATTEMPT = new Attempt(new ContainerId("a"), 1);
  private static final RunnerSettings DEPLOYED = new RunnerSettings("runner", "", List.of(), false);

  private static Output output(String text) {
    return new Output(text.getBytes(StandardCharsets.UTF_8), 0);
  }

  private static RunnerClient client(CommandResult result) {
    return new RunnerClient(command -> result, DEPLOYED, RunnerProgram.load(), 1);
  }

  private static RunnerClient answering(String stdout) {
    return client(new Exited(0, output(stdout), Output.EMPTY));
  }

  private static Start start(RunnerClient client) throws Exception {
    return client
        .start(
            new StartConfiguration(
                ATTEMPT,
                RunSpec.of("true"),
                Needs.of(1, 1),
                Map.of(),
                "small",
                EngineSettings.PROCESS))
        .start();
  }

  @ParameterizedTest
  @CsvSource({
    "0, TAKEN",
    "1, UNKNOWN",
    "2, REFUSED",
    "3, REFUSED",
    "4, REFUSED",
    "6, REFUSED",
    "126, UNKNOWN",
    "127, UNKNOWN",
    "143, UNKNOWN"
  })
  @DisplayName("SSH-8 a start is refused only where the runner says so on purpose")
  void startsByStatus(int status, Start expected) throws Exception {
    assertThat(start(client(new Exited(status, Output.EMPTY, Output.EMPTY)))).isEqualTo(expected);
  }

  @Test
  @DisplayName("SSH-8 a start that was killed, or cut off, may have happened; one not sent has not")
  void startsWithoutStatus() throws Exception {
    assertThat(start(client(new Killed("KILL", Output.EMPTY, Output.EMPTY))))
        .isEqualTo(Start.UNKNOWN);
    assertThat(start(client(new OutcomeUnknown("cut", Output.EMPTY, Output.EMPTY))))
        .isEqualTo(Start.UNKNOWN);
    RunnerClient unreachable =
        new RunnerClient(
            command -> {
              throw new ExecutorException(ExecutorException.Reason.UNREACHABLE, "nobody");
            },
            DEPLOYED,
            RunnerProgram.load(),
            1);
    assertThat(start(unreachable)).isEqualTo(Start.REFUSED);
  }

  @Test
  @DisplayName("RUN-3 a listing of our runner that lacks its last line proves nothing")
  void cutListing() throws Exception {
    assertThatThrownBy(() -> answering("a 1 alive\n").list())
        .isInstanceOf(RunnerProtocolException.class)
        .hasMessageContaining("cut short");
    assertThat(answering("a 1 alive\ngeneration x\n").list().entries()).hasSize(1);
  }

  @Test
  @DisplayName("RUN-3 an attempt of which something unknown is said is there all the same")
  void unknownWord() throws Exception {
    RunnerListing listing = answering("a 1 dreaming\ngeneration x\n").list();

    assertThat(listing.entries()).isEmpty();
    assertThat(listing.mentioned()).containsExactly(ATTEMPT);
    assertThat(listing.unknownLines()).containsExactly("a 1 dreaming");
  }

  @Test
  @DisplayName("RUN-5 no result is told apart from a bad answer, and another attempt's is refused")
  void results() throws Exception {
    assertThat(client(new Exited(5, Output.EMPTY, Output.EMPTY)).result(ATTEMPT)).isEmpty();
    assertThatThrownBy(() -> client(new Exited(1, Output.EMPTY, Output.EMPTY)).result(ATTEMPT))
        .isInstanceOf(RunnerProtocolException.class);
    String other =
        """
        {"attempt":2,"exitStatus":0,"startedAt":"2026-01-01T00:00:00Z",\
        "finishedAt":"2026-01-01T00:00:01Z","stdoutBytes":0,"stderrBytes":0,\
        "stdoutTail":"","stderrTail":""}
        """;
    assertThatThrownBy(() -> answering(other).result(ATTEMPT))
        .isInstanceOf(RunnerProtocolException.class)
        .hasMessageContaining("of attempt 2");
  }
}
