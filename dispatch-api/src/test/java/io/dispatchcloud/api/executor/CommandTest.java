package io.dispatchcloud.api.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SSH-1 a command")
class CommandTest {
  private static final Output OK = new Output("ok".getBytes(UTF_8), 0);

  @Test
  @DisplayName("SSH-7 shows how long its input is, not what it says")
  void silent() {
    assertThat(Command.of("runner --detach").withStdin("hunter2".getBytes(UTF_8)))
        .hasToString("runner --detach <7 bytes");
    assertThat(Command.of("true")).hasToString("true");
  }

  @Test
  @DisplayName("does not change with the bytes that it was made of, or that it gave")
  void immutable() {
    byte[] bytes = {1, 2};
    Command command = Command.of("cat").withStdin(bytes);
    bytes[0] = 9;
    command.stdin()[0] = 9;

    assertThat(command.stdin()).containsExactly(1, 2);
  }

  @Test
  @DisplayName("keeps its other parts when one is changed")
  void parts() {
    Command command =
        Command.of("cat").withTimeout(Duration.ofSeconds(3)).withStdin(new byte[] {1});

    assertThat(command.line()).isEqualTo("cat");
    assertThat(command.timeout()).contains(Duration.ofSeconds(3));
    assertThat(command.stdin()).containsExactly(1);
    assertThat(Command.of("cat").timeout()).isEmpty();
  }

  @Test
  @DisplayName("SSH-6 is not empty, and its time is bounded by more than nothing")
  void refusals() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Command.of(" "))
        .withMessageStartingWith("line: nothing given");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Command.of("cat").withTimeout(Duration.ZERO))
        .withMessageStartingWith("timeout: 'PT0S'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Output(new byte[0], -1))
        .withMessageStartingWith("dropped: '-1'");
  }

  @Test
  @DisplayName("SSH-8 has succeeded only if it exited, with status 0")
  void success() {
    assertThat(new CommandResult.Exited(0, OK, Output.EMPTY).succeeded()).isTrue();
    assertThat(new CommandResult.Exited(1, OK, Output.EMPTY).succeeded()).isFalse();
    assertThat(new CommandResult.Killed("TERM", OK, Output.EMPTY).succeeded()).isFalse();
    assertThat(new CommandResult.OutcomeUnknown("cut off", OK, Output.EMPTY).succeeded()).isFalse();
  }

  @Test
  @DisplayName("SSH-7 output shows how long it is, not what it says")
  void silentOutput() {
    assertThat(OK).hasToString("2 bytes");
    assertThat(new Output(new byte[2], 5)).hasToString("2 bytes and 5 dropped");
    assertThat(OK.text()).isEqualTo("ok");
  }
}
