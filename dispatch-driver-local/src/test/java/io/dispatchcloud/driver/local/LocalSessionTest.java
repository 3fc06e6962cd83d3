package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.driver.local.Client.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalSessionTest {
  private final Machine machine;
  private Instance instance;
  private Path home;
  private Client client;

  LocalSessionTest() throws Exception {
    machine = new Machine();
  }

  @BeforeEach
  void connect() throws Exception {
    instance = machine.open().create(Machine.request("cat /proc/$$/stat > init; echo $$ >> init"));
    home = machine.home(instance);
    client = Client.connect(instance);
  }

  @AfterEach
  void end() throws Exception {
    client.close();
    machine.close();
  }

  /** Takes the fields of a process's state, and its id. */
  private static void checkLeads(String text) {
    String[] fields = text.strip().split("\\s+", -1);
    String id = fields[fields.length - 1];
    assertThat(fields[0]).isEqualTo(id);
    assertThat(fields[4]).as("process group").isEqualTo(id);
    assertThat(fields[5]).as("session").isEqualTo(id);
  }

  @Test
  @DisplayName("LOCAL-1 no signal to the driver's process group or terminal reaches a command")
  void ownSession() throws Exception {
    checkLeads(client.run("cat /proc/$$/stat; echo $$").text());
    checkLeads(client.run("cat /proc/$$/stat; : ü; echo $$").text());
    checkLeads(Files.readString(home.resolve("init")));
  }

  @Test
  @DisplayName("LOCAL-1 a signal that a command sends to its own group ends no other command")
  void ownGroup() throws Exception {
    Client.Running other = client.start("read line; echo $line");
    assertThat(client.run("kill -TERM 0; exit 0").status()).isEqualTo(143);
    other.send("on\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(other.result().text()).isEqualTo("on\n");
  }

  @Test
  @DisplayName("LOCAL-1 what is left in the background survives its command's end, as with sshd")
  void background() throws Exception {
    Result result = client.run("sleep 300 </dev/null >/dev/null 2>&1 & echo $! > pid; exit 3");
    assertThat(result.status()).isEqualTo(3);
    assertThat(ProcessStat.isGone(Machine.process(home.resolve("pid")))).isFalse();
  }

  @Test
  @DisplayName("LOCAL-1 a killed command's grandchildren go with it, whatever their group")
  void grandchildren() throws Exception {
    Client.Running running =
        client.start("set -m; sh -c 'sh -c \"echo \\$\\$ > pid; exec sleep 300\"; true' & wait");
    ProcessHandle process = Machine.process(home.resolve("pid"));
    running.kill();
    assertThat(running.result().signal()).isEqualTo("KILL");
    await().until(() -> ProcessStat.isGone(process));
  }

  @Test
  @DisplayName("LOCAL-1 setsid is taken from the first absolute directory that has it, if any does")
  void lookUp() throws Exception {
    Path empty = Files.createDirectory(home.resolve("empty"));
    Path plain = Files.createDirectory(home.resolve("plain"));
    Files.createFile(plain.resolve("setsid"));
    Path full = Files.createDirectory(home.resolve("full"));
    Files.createFile(
        full.resolve("setsid"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assertThat(OwnSession.prefix("null:.:" + empty + ":" + plain)).isEmpty();
    assertThat(OwnSession.prefix(empty + ":" + plain + ":" + full + ":/usr/bin:/bin"))
        .containsExactly(full.resolve("setsid").toString());
  }
}
