package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A metadata service in a network of its own, where nothing else is: no rule stays behind, and no
 * packet leaves the machine.
 */
@Tag("system")
class RunnerProgramMetadataTest extends RunnerProgramFixture {
  private static final String PAYLOAD =
      "printf 'GET /token HTTP/1.0\\r\\n\\r\\n' | busybox nc -w 5 169.254.169.254 80"
          + " | grep secret || echo not reached";

  // c1 and c3 are the unprivileged user's, c2 is root's own.
  private static final String SCENARIO =
      """
      set -e
      ip link set lo up
      ip address add 169.254.169.254/32 dev lo
      busybox httpd -f -p 169.254.169.254:80 -h "$DIRECTORY/served" &
      server=$!
      trap 'kill $server' EXIT
      for id in c1 c2 c3; do
        "$RUNNER" --detach --stdin-config $id <"$DIRECTORY/$id.json"
      done
      while "$RUNNER" --list | grep alive >/dev/null; do sleep 0.1; done
      "$RUNNER" --list
      """;

  @ParameterizedTest
  @ValueSource(strings = {"nft", "iptables"})
  @DisplayName("RUN-7: payloads of an unprivileged user can't reach the metadata service")
  void shielded(String tool) throws IOException {
    assertThat(System.getProperty("user.name")).as("this test needs root").isEqualTo("root");
    for (String program : new String[] {"unshare", "ip", "busybox", tool}) {
      needed(program);
    }
    if (!tool.equals("nft")) {
      machine.putTool("nft", "exit 1");
    }
    openDirectory();
    Files.createDirectory(directory.resolve("served"));
    Files.writeString(directory.resolve("served/token"), "secret\n");
    configuration("c1", "nobody");
    configuration("c2", "");
    configuration("c3", "nobody");

    ProcessBuilder builder = new ProcessBuilder("unshare", "-n", "sh", "-c", SCENARIO);
    builder.environment().put("DIRECTORY", directory.toString());
    builder.environment().put("RUNNER", machine.program());
    builder
        .environment()
        .merge("PATH", "", (path, none) -> directory.resolve("tools") + ":" + path);
    RunnerMachine.Answer answer = RunnerMachine.answer(builder.start());

    assertThat(answer.stderr()).isEmpty();
    assertThat(answer.lines()).contains("c1 1 exited 0", "c2 1 exited 0", "c3 1 exited 0");
    assertThat(stdout("c1")).isEqualTo("not reached\n");
    assertThat(stdout("c2")).isEqualTo("secret\n");
    assertThat(stdout("c3")).isEqualTo("not reached\n");
  }

  private String stdout(String id) throws IOException {
    return Files.readString(machine.attempt(id, 1).resolve("stdout"));
  }

  private void configuration(String id, String user) throws IOException {
    Path file = directory.resolve(id + ".json");
    Files.writeString(
        file,
        "{\"attempt\":1,\"runAs\":%s,\"command\":[\"sh\",\"-c\",%s]}"
            .formatted(RunnerMachine.quoted(user), RunnerMachine.quoted(PAYLOAD)));
  }
}
