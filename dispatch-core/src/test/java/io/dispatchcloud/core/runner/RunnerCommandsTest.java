package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.executor.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunnerCommandsTest {
  private static final Attempt ATTEMPT = new Attempt(new ContainerId("c1"), 3);
  private static final RunnerProgram PROGRAM = RunnerProgram.load();

  private final RunnerCommands commands =
      new RunnerCommands(new RunnerSettings("", "run", List.of(), false), PROGRAM);

  @Test
  @DisplayName("RUN-3: list, with what there is to say")
  void list() {
    assertThat(commands.list(7).line()).isEqualTo("'run' '--fence' '7' '--list'");
    assertThat(commands.list(7, Duration.ofSeconds(20), "c1~1~started:5.6").line())
        .isEqualTo("'run' '--fence' '7' '--list' '--wait' '20' '--since' 'c1~1~started:5.6'");
    assertThat(commands.list(7, Duration.ZERO, "x")).hasToString(commands.list(7).toString());
  }

  @Test
  @DisplayName("POOL-20: list, with a lease")
  void lease() {
    Duration halfAnHour = Duration.ofMinutes(30);

    assertThat(commands.list(7, new Errands(halfAnHour, "shutdown -h now", false, "")).line())
        .isEqualTo(
            "'run' '--fence' '7' '--list' '--lease' '1800s' '--lease-command' 'shutdown -h now'");
    assertThat(commands.list(7, new Errands(halfAnHour, "true", true, "")).line())
        .endsWith("'--list' '--lease' '1800s' '--lease-command' 'true' '--hold'");
    assertThat(commands.list(7, new Errands(halfAnHour, "", true, "")).line())
        .isEqualTo(commands.list(7).line());
    assertThat(commands.list(7, Errands.NONE).line()).isEqualTo(commands.list(7).line());
    for (Duration time : List.of(Duration.ofSeconds(-1), Duration.ofMillis(1500))) {
      assertThatThrownBy(() -> new Errands(time, "", false, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lease");
    }
    assertThatThrownBy(() -> new Errands(halfAnHour, "a\nb", false, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one line");
  }

  @Test
  @DisplayName("RUN-2: start has the configuration on stdin, and nothing of it in the line")
  void start() {
    StartConfiguration configuration =
        new StartConfiguration(
            ATTEMPT,
            RunSpec.of("hush-hush"),
            Needs.of(1, 1),
            Map.of(),
            "small",
            EngineSettings.PROCESS);

    Command command = commands.start(7, configuration);

    assertThat(command.line()).isEqualTo("'run' '--fence' '7' '--detach' '--stdin-config' 'c1'");
    assertThat(command.stdin()).isEqualTo(configuration.json());
  }

  @Test
  @DisplayName("RUN-3 to RUN-5: all others name container and attempt")
  void others() {
    assertThat(commands.kill(7, ATTEMPT, 15).line())
        .isEqualTo("'run' '--fence' '7' '--kill' '15' 'c1' '3'");
    assertThat(commands.result(7, ATTEMPT).line())
        .isEqualTo("'run' '--fence' '7' '--result' 'c1' '3'");
    assertThat(commands.output(7, ATTEMPT, RunnerCommands.Stream.STDERR, 5, 6).line())
        .isEqualTo("'run' '--fence' '7' '--output' 'c1' '3' 'stderr' '5' '6'");
    assertThat(commands.discard(7, ATTEMPT).line())
        .isEqualTo("'run' '--fence' '7' '--discard' 'c1' '3'");
    assertThat(commands.cancelStart(7, ATTEMPT).line())
        .isEqualTo("'run' '--fence' '7' '--cancel-start' 'c1' '3'");
    assertThatThrownBy(() -> commands.output(7, ATTEMPT, RunnerCommands.Stream.STDOUT, -1, 6))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("RUN-1, RUN-7: the deployed program, its first arguments, and sudo")
  void program() {
    assertThat(line(new RunnerSettings("/var/it's", "", List.of("--state", "/s t"), true)))
        .isEqualTo(
            "sudo -n '/var/it'\\''s/"
                + PROGRAM.fileName()
                + "' '--state' '/s t' '--fence' '1' '--list'");
    assertThat(line(new RunnerSettings("-dir", "", List.of(), false)))
        .startsWith("'./-dir/dispatch-run~");
    assertThatThrownBy(() -> new RunnerSettings("", "", List.of(), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String line(RunnerSettings settings) {
    return new RunnerCommands(settings, PROGRAM).list(1).line();
  }
}
