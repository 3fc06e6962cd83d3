package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the runner calls docker: a script in its place writes down what it is told. */
class RunnerProgramDockerTest extends RunnerProgramFixture {
  private static final String CONFIGURATION =
      """
      {"attempt":1,"engine":"docker","engineArguments":["--host","h x","run","--network=none"],
       "command":["say","it's"],"image":"i:1","runAs":"no-such-user","workingDirectory":"/w",
       "environment":{"A":"hush\\nhush","PATH":"/p q:/bin","line":"l"},
       "limits":{"vcpus":1,"ramBytes":7000000,"gpus":2}}
      """;

  @BeforeEach
  void putDocker() throws IOException {
    docker("", 5);
  }

  /** Notes what it is told, and ends with this status; for all but "run" runs a script instead. */
  private void docker(String answers, int status) throws IOException {
    machine.putTool(
        "docker",
        """
        for word; do printf '%%s\\n' "$word"; done >>%1$s/words
        case " $* " in *' run '*) ;; *) %2$s exit 0 ;; esac
        cat >%1$s/stdin
        printf '%%s|%%s|%%s|' "$A" "$line" "$PATH" >%1$s/variables
        echo out; echo err >&2; exit %3$d
        """
            .formatted(directory, answers, status));
  }

  @Test
  @DisplayName("RUN-9: docker is given limits, names, and what the configuration adds")
  void arguments() throws IOException {
    assertThat(machine.start("c1", CONFIGURATION).stderr()).isEmpty();
    machine.awaitList("c1 1 exited 5");

    Path attempt = machine.attempt("c1", 1);
    assertThat(Files.readString(directory.resolve("words")))
        .startsWith(
            String.join(
                "\n",
                List.of(
                    "--host",
                    "h x",
                    "run",
                    "--name",
                    "dispatch-c1-1",
                    "--label",
                    "io.dispatchcloud.attempt=" + attempt,
                    "--log-driver",
                    "none",
                    "--sig-proxy=false",
                    "--init",
                    "--gpus",
                    "2",
                    "--memory",
                    "7000000b",
                    "--cpus",
                    "1",
                    "--workdir",
                    "/w",
                    "--env",
                    "A",
                    "--env",
                    "line",
                    "--env-file",
                    "/dev/stdin",
                    "--env",
                    "DISPATCH_CONTAINER=c1",
                    "--env",
                    "DISPATCH_ATTEMPT=1",
                    "--network=none",
                    "i:1",
                    "say",
                    "it's",
                    "")));
    assertThat(attempt.resolve("stdout")).hasContent("out");
    assertThat(attempt.resolve("stderr")).hasContent("err");
    assertThat(attempt.resolve("engine")).doesNotExist();
  }

  @Test
  @DisplayName("RUN-9: values come in the client's environment, but for those it would act on")
  void variables() throws IOException {
    machine.start("c1", CONFIGURATION);
    machine.awaitList("c1 1 exited 5");

    assertThat(Files.readString(directory.resolve("stdin"))).isEqualTo("PATH=/p q:/bin\n");
    assertThat(Files.readString(directory.resolve("variables")))
        .startsWith("hush\nhush|l|" + directory.resolve("tools"));
    assertThat(Files.readString(directory.resolve("words"))).doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource({"0,--cpu-shares,64", "1,--cpus,1", "9999,--cpus,"})
  @DisplayName("RUN-9: no vCPU is a small share, and more than there are is all of them")
  void cpus(long vcpus, String option, String value) throws IOException {
    machine.start("c1", CONFIGURATION.replace("\"vcpus\":1", "\"vcpus\":" + vcpus));
    machine.awaitList("c1 1 exited 5");

    String present = Integer.toString(Runtime.getRuntime().availableProcessors());
    assertThat(Files.readAllLines(directory.resolve("words")))
        .containsSequence(option, value == null ? present : value);
  }

  @Test
  @DisplayName("RUN-9: without limits none is passed on, without run all arguments are for it")
  void noLimits() throws IOException {
    machine.start(
        "c1",
        "{\"attempt\":1,\"engine\":\"docker\",\"engineArguments\":[\"--read-only\"],"
            + "\"command\":[\"run\"],\"image\":\"i\",\"limits\":{\"ramBytes\":0,\"gpus\":0}}");
    machine.awaitList("c1 1 exited 5");

    assertThat(Files.readAllLines(directory.resolve("words")))
        .startsWith("run", "--name")
        .containsSequence("--read-only", "i", "run")
        .doesNotContain("--memory", "--cpus", "--gpus", "--env-file", "--workdir");
  }

  @Test
  @DisplayName(
      "RUN-9: a process that was ended for its memory is told of, and the container removed")
  void inspected() throws IOException {
    docker(
        """
        case "$*" in
          *' ps '*) test -e removed || echo 0a1b exited ;;
          *' inspect '*) echo 5 true ;;
          *' rm -f -v 0a1b') : >removed ;;
        esac;
        """
            .replace("removed", directory.resolve("removed").toString()),
        5);

    machine.start("c1", CONFIGURATION);

    machine.awaitList("c1 1 exited 5");
    assertThat(machine.attempt("c1", 1).resolve("stderr"))
        .hasContent(
            "err\ndispatch-run: a process of it was ended for using more memory than its limit (7000000 bytes)");
    assertThat(directory.resolve("removed")).exists();
  }

  @Test
  @DisplayName("RUN-9: a container that never ran is no success, whatever its client says")
  void neverStarted() throws IOException {
    docker(
        """
        case "$*" in
          *' ps '*) test -e removed || echo 0a1b exited ;;
          *' inspect '*) echo 0 false 0001-01-01T00:00:00Z ;;
          *' rm -f -v 0a1b') : >removed ;;
        esac;
        """
            .replace("removed", directory.resolve("removed").toString()),
        0);

    machine.start("c1", CONFIGURATION);

    machine.awaitList("c1 1 exited 143");
    assertThat(machine.attempt("c1", 1).resolve("stderr"))
        .hasContent("err\ndispatch-run: its client ended before it was started");
  }

  @Test
  @DisplayName(
      "RUN-6: while docker does not answer, a container of which nothing is known is stale")
  void silentEngine() throws IOException {
    docker("test -e " + directory.resolve("answers") + " || exit 1;", 5);
    machine.start("c1", CONFIGURATION);
    machine.awaitList("c1 1 exited 5", "c1 1 stale");

    Files.createFile(directory.resolve("answers"));
    assertThat(machine.list()).containsExactly("c1 1 exited 5");
    assertThat(machine.attempt("c1", 1).resolve("engine")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "i:1,'',the container has none",
    "i:1,--privileged,not the name of an image",
    "i:1,i 1,not the name of an image",
    "/w,w,workingDirectory must begin with /",
    "/p q:/bin,hush\\nhush,PATH means something to docker",
  })
  @DisplayName("RUN-9: what docker can't run, or would misunderstand, is refused")
  void refused(String given, String bad, String message) {
    RunnerMachine.Answer answer = machine.start("c1", CONFIGURATION.replace(given, bad));

    assertRefused(answer, 2, message);
    assertThat(answer.stderr()).doesNotContain("hush");
    assertThat(machine.list()).isEmpty();
  }

  @Test
  @DisplayName("RUN-9: limits are whole numbers, arguments strings")
  void wrongKinds() {
    assertRefused(
        machine.start("c1", CONFIGURATION.replace("\"--network=none\"", "7")),
        2,
        "engineArguments must be a list of strings");
    for (String limit : List.of("-1", "1.5", "\"1\"", "null")) {
      assertRefused(
          machine.start("c1", CONFIGURATION.replace("7000000", limit)),
          2,
          "ramBytes must be a whole number");
    }
  }
}
