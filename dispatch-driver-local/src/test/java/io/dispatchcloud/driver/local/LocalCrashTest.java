package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalCrashTest {
  private Machine machine;
  private Process child;

  @BeforeEach
  void start() throws Exception {
    machine = new Machine();
    child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashingProcess.class.getName(),
                machine.directory().toString(),
                Client.Key.ED25519.line())
            .redirectErrorStream(true)
            .redirectOutput(machine.directory().resolve("child.log").toFile())
            .start();
  }

  @AfterEach
  void end() throws Exception {
    child.destroyForcibly().waitFor();
    machine.close();
  }

  @Test
  @DisplayName(
      "POOL-22 containers outlive a process that was killed; the next one serves them again")
  void killed() throws Exception {
    Path ready = machine.directory().resolve("ready");
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready) || !child.isAlive());
    assertThat(ready).as(machine.directory().resolve("child.log").toString()).exists();
    String address = Files.readString(ready);

    // As another process would find it: the set is locked, so only the address is of use.
    assertThatThrownBy(machine::open)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("another process");
    Path instance = instanceDirectory();
    ProcessHandle container;
    try (Client client = Client.connect(address, CommandEnvironment.user(), Client.Key.ED25519)) {
      client.run("setsid sh -c 'echo $$ > pid; exec sleep 300' </dev/null >/dev/null 2>&1 &");
      container = Machine.process(instance.resolve("home/pid"));

      child.destroyForcibly();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ProcessStat.isGone(container)).isFalse();

    Instance found = machine.open().instances(Map.of()).get(0);
    assertThat(found.address()).contains(address);
    assertThat(found.tags()).isEqualTo(Map.of("key", "value"));
    try (Client client = Client.connect(found)) {
      assertThat(client.run("kill -0 $(cat pid)").status()).isZero();
    }
    found.destroy();
    assertThat(ProcessStat.isGone(container)).isTrue();
  }

  private Path instanceDirectory() throws Exception {
    try (java.util.stream.Stream<Path> all = Files.list(machine.directory().resolve("set"))) {
      return all.filter(InstanceDirectory::looksLikeOne).findFirst().orElseThrow();
    }
  }
}
