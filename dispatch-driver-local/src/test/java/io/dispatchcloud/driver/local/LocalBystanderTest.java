package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.Instance;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that use an instance's directory, and can't be seen to be the instance's. */
class LocalBystanderTest {
  private final Warnings warnings = new Warnings();
  private Machine machine;
  private Instance instance;
  private Path home;

  @BeforeEach
  void create() throws Exception {
    machine = new Machine();
    instance = machine.open().create(Machine.request());
    home = machine.home(instance);
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  private void checkLeftAlone(ProcessHandle process) throws Exception {
    try {
      new InstanceDirectory(home.getParent(), warnings).remove();
      assertThat(ProcessStat.isGone(process)).isFalse();
      assertThat(home.getParent()).doesNotExist();
      assertThat(warnings.texts())
          .singleElement()
          .asString()
          .contains(home.getParent().toString())
          .contains(Long.toString(process.pid()));
      instance.destroy();
      assertThat(ProcessStat.isGone(process)).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Somebody's shell.
        "echo $$ > pid; exec sleep 300",
        // Somebody's editor, or tail -f.
        "echo $$ > pid; exec 9>>log; cd /; exec sleep 300",
        // A file that is called like no runner's.
        "echo $$ > pid; exec 9>>lock.txt; cd /; exec sleep 300",
        // One that makes and removes files all the while.
        "echo $$ > pid; while :; do mkdir a; true > a/b; rm -rf a; done 2>/dev/null",
        // And one that can't be ended easily.
        "trap '' TERM; echo $$ > pid; exec sleep 300",
      })
  @DisplayName("LOCAL-1 destroy leaves what the instance did not start alone, and names it")
  void foreign(String line) throws Exception {
    new ProcessBuilder("/bin/sh", "-c", line).directory(home.toFile()).start();
    checkLeftAlone(Machine.process(home.resolve("pid")));
  }

  @Test
  @DisplayName("LOCAL-1 a lock outside the directory makes a process nobody's")
  void lockElsewhere() throws Exception {
    String line = "echo $$ > pid; exec 9>>'" + machine.directory() + "/lock'; exec sleep 300";
    new ProcessBuilder("/bin/sh", "-c", line).directory(home.toFile()).start();
    checkLeftAlone(Machine.process(home.resolve("pid")));
  }

  @Test
  @DisplayName("LOCAL-1 an orphan that shows nothing but its working directory counts as foreign")
  void disguised() throws Exception {
    try (Client client = Client.connect(instance)) {
      client.run(
          "setsid env -i sh -c 'echo $$ > pid; exec sleep 300' </dev/null >/dev/null 2>&1 &");
    }
    checkLeftAlone(Machine.process(home.resolve("pid")));
  }

  @Test
  @DisplayName("LOCAL-1 where nobody else uses the directory, nobody is warned of")
  void nobody() throws Exception {
    new InstanceDirectory(home.getParent(), warnings).remove();
    assertThat(warnings.texts()).isEmpty();
  }
}
