package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.driver.local.Client.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalCommandsTest {
  private final Machine machine;
  private Instance instance;
  private Client client;

  LocalCommandsTest() throws Exception {
    machine = new Machine();
  }

  @BeforeEach
  void connect() throws Exception {
    instance = machine.open().create(Machine.request());
    client = Client.connect(instance);
  }

  @AfterEach
  void end() throws Exception {
    client.close();
    machine.close();
  }

  @Test
  @DisplayName("LOCAL-1 a command's exit status, stdout and stderr come back apart")
  void outcome() throws Exception {
    Result result = client.run("echo out; echo err >&2; exit 7");
    assertThat(result.status()).isEqualTo(7);
    assertThat(result.text()).isEqualTo("out\n");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(client.run("exit 255").status()).isEqualTo(255);
    assertThat(client.run("true").status()).isZero();
  }

  @Test
  @DisplayName("LOCAL-1 commands start in the instance's home with a clean environment")
  void environment() throws Exception {
    String home = machine.home(instance).toString();
    assertThat(client.run("pwd").text()).isEqualTo(home + "\n");
    List<String> names =
        client.run("env").text().lines().map(line -> line.replaceFirst("=.*", "")).toList();
    assertThat(names)
        .contains("PATH", "HOME", "USER", "LANG", "DISPATCH_LOCAL_INSTANCE")
        .isSubsetOf(
            "PATH",
            "HOME",
            "USER",
            "LANG",
            "TMPDIR",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_",
            "DISPATCH_LOCAL_INSTANCE");
    assertThat(client.run("echo $HOME $DISPATCH_LOCAL_INSTANCE").text())
        .isEqualTo(home + " " + instance.id() + "@" + Path.of(home).getParent() + "\n");
  }

  @Test
  @DisplayName("LOCAL-1 a line may hold any letters, quotes and newlines")
  void letters() throws Exception {
    String[] lines = {
      "printf '%s|' 'a  b' \"c\\td\" \"$((1+2))\"\nprintf '%s' '\\\\done'\n",
      "printf '%s|' 'ü → 漢 𝄞' \"c\\td\" '\\0101 %b'\necho é\n\n",
    };
    assertThat(client.run(lines[0]).text()).isEqualTo("a  b|c\\td|3|\\\\done");
    assertThat(client.run(lines[1]).text()).isEqualTo("ü → 漢 𝄞|c\\td|\\0101 %b|é\n");
  }

  @Test
  @DisplayName("LOCAL-1 stdin and stdout carry any bytes, eight megabytes of them")
  void bytes() throws Exception {
    byte[] bytes = new byte[8 << 20];
    new SplittableRandom(42).nextBytes(bytes);
    Result result = client.run("cat", bytes);
    assertThat(result.status()).isZero();
    assertThat(result.stdout().bytes()).isEqualTo(bytes);
  }

  @Test
  @DisplayName("LOCAL-1 input that nobody reads harms neither the command nor the connection")
  void unreadInput() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(client.run("true", new byte[8 << 20]).status()).isZero();
    }
    assertThat(client.run("echo on").text()).isEqualTo("on\n");
  }

  @Test
  @DisplayName("LOCAL-1 many commands run at once over one connection, each with its own streams")
  void many() throws Exception {
    List<Client.Running> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(client.start("read line; echo " + i + " $line; exit " + i));
    }
    for (int i = 0; i < 30; i++) {
      all.get(i).send(("to " + i + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    for (int i = 0; i < 30; i++) {
      Result result = all.get(i).result();
      assertThat(result.status()).isEqualTo(i);
      assertThat(result.text()).isEqualTo(i + " to " + i + "\n");
    }
  }

  @Test
  @DisplayName("LOCAL-1 output of a child in the background is waited for, but not for ever")
  void background() throws Exception {
    Result late = client.run("(sleep 0.1; echo late) & echo early");
    assertThat(late.text()).isEqualTo("early\nlate\n");
    // jsch ends a command when its channel closes: about a second after the shell has.
    Result held = client.run("sleep 300 & echo $! > pid; echo started");
    assertThat(held.status()).isZero();
    assertThat(held.text()).isEqualTo("started\n");
    assertThat(ProcessStat.isGone(Machine.process(machine.home(instance).resolve("pid"))))
        .isFalse();
  }

  @Test
  @DisplayName("LOCAL-1 a killed command's own processes go, what left its session stays")
  void killed() throws Exception {
    Path home = machine.home(instance);
    Client.Running running =
        client.start(
            "setsid sh -c 'echo $$ > far; exec sleep 300' </dev/null >/dev/null 2>&1 &"
                + " sh -c 'echo $$ > near; sleep 300; true'; true");
    ProcessHandle near = Machine.process(home.resolve("near"));
    ProcessHandle far = Machine.process(home.resolve("far"));
    running.kill();
    Result result = running.result();
    assertThat(result.signal()).isEqualTo("KILL");
    await().until(() -> ProcessStat.isGone(near));
    assertThat(ProcessStat.isGone(far)).isFalse();
  }

  @Test
  @DisplayName("LOCAL-1 a command whose channel was closed is ended")
  void abandoned() throws Exception {
    Client.Running running = client.start("echo $$ > pid; exec sleep 300");
    ProcessHandle process = Machine.process(machine.home(instance).resolve("pid"));
    running.abandon();
    await().until(() -> ProcessStat.isGone(process));
    assertThat(client.run("echo on").text()).isEqualTo("on\n");
  }

  @Test
  @DisplayName("LOCAL-1 a command ends with its connection")
  void disconnected() throws Exception {
    client.start("echo $$ > pid; exec sleep 300");
    ProcessHandle process = Machine.process(machine.home(instance).resolve("pid"));
    client.close();
    await().until(() -> ProcessStat.isGone(process));
  }

  @Test
  @DisplayName("LOCAL-1 a command that cannot be started says why")
  void homeless() throws Exception {
    Files.delete(machine.home(instance));
    Result result = client.run("true");
    assertThat(result.status()).isEqualTo(126);
    assertThat(result.stderr()).contains(machine.home(instance).toString());
  }
}
