package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.JSchException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDestroyTest {
  private Machine machine;
  private InstanceSet set;
  private Instance instance;
  private Path home;

  @BeforeEach
  void create() throws Exception {
    machine = new Machine();
    set = machine.open();
    instance = set.create(Machine.request());
    home = machine.home(instance);
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  private ProcessHandle start(String line) throws Exception {
    try (Client client = Client.connect(instance)) {
      assertThat(client.run(line).status()).isZero();
      return Machine.process(home.resolve("pid"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Left its session, as a runner's containers do.
        "setsid sh -c 'echo $$ > pid; exec sleep 300' </dev/null >/dev/null 2>&1 &",
        // And its working directory.
        "cd /; setsid sh -c 'echo $$ > $HOME/pid; exec sleep 300' </dev/null >/dev/null 2>&1 &",
        // Cleared its environment, but holds a runner's lock open, as its payload does.
        "mkdir c1~1; exec 9>c1~1/lock; setsid env -i HOME=$HOME sh -c"
            + " 'cd /; echo $$ > $HOME/pid; exec sleep 300' </dev/null >/dev/null 2>&1 &",
        // And one that is deleted.
        "exec 9>lock; rm lock; setsid env -i HOME=$HOME sh -c"
            + " 'cd /; echo $$ > $HOME/pid; exec sleep 300' </dev/null >/dev/null 2>&1 &",
        // And its supervisor's.
        "exec 8>supervisor; setsid env -i HOME=$HOME sh -c"
            + " 'cd /; echo $$ > $HOME/pid; exec sleep 300' </dev/null >/dev/null 2>&1 &",
        // Neither, and is an orphan, but in the session of one that can be found.
        "setsid sh -c '(env -i HOME=$HOME sh -c \"cd /; echo \\$\\$ > \\$HOME/pid; exec sleep 300\" &);"
            + " exec sleep 300' </dev/null >/dev/null 2>&1 &",
        // Was the child of one that can be found, when that was still there.
        "setsid sh -c 'env -i HOME=$HOME setsid sh -c \"cd /; trap : TERM; echo \\$\\$ > \\$HOME/pid;"
            + " while :; do sleep 1; done\"; true' </dev/null >/dev/null 2>&1 &",
        // Neither of all that, but is the child of one that can be found.
        "setsid sh -c 'env -i HOME=$HOME sh -c \"cd /; echo \\$\\$ > $HOME/pid; exec sleep 300\";"
            + " true' </dev/null >/dev/null 2>&1 &",
        // Does not listen.
        "setsid sh -c 'trap \"\" TERM; echo $$ > pid; while :; do sleep 1; done'"
            + " </dev/null >/dev/null 2>&1 &",
        // Stopped.
        "setsid sh -c 'echo $$ > pid; kill -STOP $$; sleep 300' </dev/null >/dev/null 2>&1 &",
      })
  @DisplayName("LOCAL-1 destroy ends everything that the instance started")
  void endsAll(String line) throws Exception {
    ProcessHandle process = start(line);
    assertThat(ProcessStat.isGone(process)).isFalse();
    instance.destroy();
    assertThat(ProcessStat.isGone(process)).isTrue();
    assertThat(home.getParent()).doesNotExist();
    assertThat(set.instances(Map.of())).isEmpty();
  }

  @Test
  @DisplayName("LOCAL-1 destroy stops the server, with the commands that run")
  void stopsServer() throws Exception {
    try (Client client = Client.connect(instance)) {
      client.start("echo $$ > pid; exec sleep 300");
      ProcessHandle process = Machine.process(home.resolve("pid"));
      instance.destroy();
      assertThat(ProcessStat.isGone(process)).isTrue();
    }
    assertThatThrownBy(() -> Client.connect(instance)).isInstanceOf(JSchException.class);
  }

  @Test
  @DisplayName("SET-3 destroying what is gone is a success, changing its tags is not")
  void repeated() throws Exception {
    instance.destroy();
    instance.destroy();
    assertThatThrownBy(() -> instance.setTags(Map.of()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(instance.id().value());
  }

  @Test
  @DisplayName("SET-5 destroy touches no other instance, and nothing that a link points to")
  void othersStay() throws Exception {
    Instance other = set.create(Machine.request());
    Path precious = Files.createDirectories(machine.directory().resolve("precious"));
    Path file = Files.writeString(precious.resolve("file"), "mine");
    Files.createSymbolicLink(home.resolve("link"), precious);
    try (Client client = Client.connect(other)) {
      client.run("setsid sh -c 'echo $$ > pid; exec sleep 300' </dev/null >/dev/null 2>&1 &");
    }
    ProcessHandle process = Machine.process(machine.home(other).resolve("pid"));
    instance.destroy();
    assertThat(ProcessStat.isGone(process)).isFalse();
    assertThat(file).exists();
    assertThat(set.instances(Map.of())).containsExactly(other);
  }

  @Test
  @DisplayName("LOCAL-1 destroy deletes what a container left without permissions")
  void unreadable() throws Exception {
    try (Client client = Client.connect(instance)) {
      assertThat(client.run("mkdir -p a/b; touch a/b/c; chmod 0 a/b; chmod 0 a").status()).isZero();
    }
    instance.destroy();
    assertThat(home.getParent()).doesNotExist();
  }

  @Test
  @DisplayName("LOCAL-1 the process that holds the driver is never ended, whatever it shows")
  void ownProcess() {
    String own = "PATH=" + System.getenv("PATH");
    ProcessHandle self = ProcessHandle.current();
    assertThat(new ProcessTraces(own, Path.of("/")).areMarkedOn(self)).isTrue();
    assertThat(new ProcessHunt(own, Path.of("/")).find())
        .doesNotContain(self)
        .doesNotContainAnyElementsOf(self.parent().stream().toList());
  }

  @Test
  @DisplayName("LOCAL-1 what an instance started is found on an interrupted thread, too")
  void interrupted() throws Exception {
    ProcessHandle process =
        start("setsid sh -c 'echo $$ > pid; exec sleep 300' </dev/null >/dev/null 2>&1 &");
    InstanceDirectory directory = new InstanceDirectory(home.getParent(), new Warnings());
    ProcessHunt hunt = new ProcessHunt(CommandEnvironment.marker(directory), directory.path());
    Thread.currentThread().interrupt();
    try {
      assertThat(hunt.find()).contains(process);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
