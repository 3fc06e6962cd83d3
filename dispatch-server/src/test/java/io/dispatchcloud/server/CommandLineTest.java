package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody gets who is rude to the program: a clear message and status 2, no stack trace. */
class CommandLineTest {
  private static final String GOOD =
      """
      driver: pretend
      driverParameters: { region: here }
      instanceTypes:
        small: { vcpus: 1, ram: 1GiB, price: 0.05 }
      reserveExtraRam: 0B
      containers:
        - id: a
          command: [echo, hello]
          needs: { vcpus: 1, ram: 64MiB }
      """;

  @TempDir private Path folder;

  @Test
  void anUnknownDriver() throws Exception {
    refused(GOOD.replace("driver: pretend", "driver: ec3"))
        .complains("job.yaml:1: driver: 'ec3'; expected one of the drivers found: ", "pretend");
  }

  @Test
  void yamlWithATab() throws Exception {
    refused(GOOD.replace("  small:", "\tsmall:"))
        .complains("job.yaml:4: a tab; expected spaces to indent with");
  }

  @Test
  void aMissingFile() {
    Program.run("run", folder.resolve("none.yaml").toString(), "-o", out())
        .isRefused()
        .complains("none.yaml: no such file");
  }

  @Test
  void anUnwritableOutputFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Program.run("run", write(GOOD), "-o", file + "/below")
        .isRefused()
        .complains("--output: '", "expected a folder that can be written to: ", " is not a folder");
    Program.run("run", write(GOOD), "-o", "/proc/nowhere")
        .isRefused()
        .complains("--output: '/proc/nowhere'; expected a folder that can be written to: ");
  }

  @Test
  void aContainerThatNeedsMoreThanAnyTypeHas() throws Exception {
    refused(GOOD.replace("ram: 64MiB", "ram: 64GiB"))
        .complains("job.yaml:9: containers[0].needs: a: ", "small", "1.00 GiB", "67.37 GiB");
  }

  @Test
  void noContainers() throws Exception {
    refused(GOOD.substring(0, GOOD.indexOf("containers")) + "containers: []\n")
        .complains("job.yaml:6: containers: ", "there is nothing to run");
  }

  @Test
  void theSameIdTwice() throws Exception {
    refused(GOOD + GOOD.substring(GOOD.indexOf("  - id")))
        .complains("job.yaml:10: containers[1].id: 'a'; ", "line 7 has this one, too");
  }

  @Test
  void severalThingsAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Program.run("run", write(GOOD.replace("vcpus: 1", "vcpus: none")), "-o", file.toString())
        .isRefused()
        .complains("job.yaml:4: ", "job.yaml:9: ", "--output: ");
  }

  @Test
  void wrongUsage() {
    Program.run()
        .isRefused()
        .complains("run, serve, submit, list, ", "simulate, cloudtest, types, completion");
    Program.run("ruin").isRefused().complains("ruin");
    Program.run("run").isRefused().complains("FILE");
    Program.run("run", "a", "--fast").isRefused().complains("--fast");
  }

  @Test
  void aRefusedJobLeavesNoOutputFolder() throws Exception {
    refused("driver: x");

    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anOutputFolderWithOtherFilesIsRefusedAndLeftAsItIs() throws Exception {
    Path foreign = Files.createDirectories(folder.resolve("out"));
    Files.writeString(foreign.resolve("thesis.txt"), "");

    Program.run("run", write(GOOD), "-o", out())
        .isRefused()
        .complains("thesis.txt is in it", "--force");
    assertThat(foreign).isDirectoryNotContaining("glob:**dispatch*");
    Program.run("run", write(GOOD), "--output", "").isRefused().complains("the name is empty");
  }

  @Test
  void aFileWhereAContainersFolderShouldBeIsToldBeforeAnythingIsDone() throws Exception {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("dispatch.lock"), "");
    Files.writeString(out.resolve("a"), "");

    Program.run("run", write(GOOD), "-o", out()).isRefused().complains("a is in the way");
  }

  @Test
  void controlCharactersAreNotPassedOn() throws Exception {
    Program refused = Program.run("run", folder + "/\u001b[31m\u202e.yaml", "-o", out());
    assertThat(refused.err()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void helpVersionAndCompletion() {
    Program.run("--help")
        .endsWith(0)
        .says("run", "serve", "submit", "simulate", "cloudtest", "completion", "Exit status");
    Program.run("run", "--help").endsWith(0).says("--output", "--verbose", "--no-progress");
    Program.run("simulate", "--help").endsWith(0).says("--seeds", "--trace", "--plot");
    Program.run("cloudtest", "--help").endsWith(0).says("--config", "--destroy-existing");
    Program.run("cloudtest").isRefused().complains("--config");
    Program.run("--version").endsWith(0).says("dispatch ");
    Program.run("completion").endsWith(0).says("complete -F", "--no-progress", "--faults");
  }

  private Program refused(String yaml) throws Exception {
    return Program.run("run", write(yaml), "--output", out()).isRefused();
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private String write(String yaml) throws Exception {
    return Files.writeString(folder.resolve("job.yaml"), yaml).toString();
  }

  @Test
  @DisplayName("knows whether stdout took all that it said")
  void fullStdout() {
    PrintStream before = System.out;
    System.setOut(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("No space left on device");
              }
            }));
    try {
      PrintWriter out = Main.commandLine().getOut();
      out.println("lost");
      assertThat(out.checkError()).isTrue();
    } finally {
      System.setOut(before);
    }
    assertThat(Main.commandLine().getOut().checkError()).isFalse();
  }
}
