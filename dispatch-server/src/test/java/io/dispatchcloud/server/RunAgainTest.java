package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is started again after a crash. */
class RunAgainTest {
  private static final String UNFINISHED = "the run in it did not come to its end";

  @TempDir private Path folder;

  private Path ran() {
    return folder.resolve("ran");
  }

  private String job(String... ids) throws IOException {
    StringBuilder job =
        new StringBuilder(
            """
            driver: local
            driverParameters: { directory: %s, maxInstances: 1 }
            instanceTypes: { small: { vcpus: 1, ram: 1GiB, price: 0.05 } }
            reserveExtraRam: 0B
            pollInterval: 1s
            probeInterval: 1s
            syncInterval: 1s
            timeoutShutdown: 2s
            goneAfter: 3s
            finally: { command: "cat */stdout" }
            containers:
            """
                .formatted(folder.resolve("instances")));
    for (String id : ids) {
      String wait =
          id.equals("first") ? "" : "until [ -e %s ]; do sleep 0.1; done; ".formatted(go());
      job.append(
          "  - { id: %1$s, command: \"echo %1$s >> %2$s; %3$secho out %1$s\", needs: { vcpus: 1, ram: 64MiB }, priority: %4$d }\n"
              .formatted(id, ran(), wait, id.equals("first") ? 9 : 1));
    }
    return Files.writeString(folder.resolve("job.yaml"), job).toString();
  }

  private Path go() {
    return folder.resolve("go");
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  @DisplayName("QUEUE-7 after a crash it goes on: what was done stays done, what runs goes on")
  void goesOn() throws Exception {
    String file = job("first", "second", "third");
    try (Children children = new Children(folder, Map.of())) {
      Process killed = children.start("killed", "run", file, "-o", out());
      await()
          .atMost(Children.PATIENCE)
          .until(() -> lines(ran()).contains("second") || !killed.isAlive());
      children.kill(killed);
      assertThat(lines(ran())).as(children.said("killed")).containsExactly("first", "second");
    }
    Program.run("run", job("first", "second"), "-o", out())
        .isRefused()
        .complains(UNFINISHED, "job.yaml lacks, third", "--anew");
    Program.run("run", renamed("first", "second", "third"), "-o", out())
        .isRefused()
        .complains(UNFINISHED, "its instances in the set ");
    String changed = job("first", "second", "third");
    Files.writeString(
        Path.of(changed), Files.readString(Path.of(changed)).replace("out third", "other"));
    Program.run("run", changed, "-o", out()).isRefused().complains(UNFINISHED, "third");

    Files.createFile(go());
    Program again = Program.run("run", job("first", "second", "third", "more"), "-o", out());

    again.endsWith(0).complains("going on with the run").says("4 containers: 4 done, 0 failed");
    assertThat(lines(ran())).containsExactlyInAnyOrder("first", "second", "third", "more");
    assertThat(lines(folder.resolve("out/finally.stdout")))
        .containsExactlyInAnyOrder("out first", "out second", "out third", "out more");
  }

  private String renamed(String... ids) throws IOException {
    String text = Files.readString(Path.of(job(ids)));
    return Files.writeString(folder.resolve("renamed.yaml"), text).toString();
  }

  @Test
  @DisplayName(
      "QUEUE-7 a run that came to its end is begun anew, and --anew begins anew in any case")
  void anew() throws Exception {
    Files.createFile(go());
    Program.run("run", job("first"), "-o", out()).endsWith(0);
    Program.run("run", job("first", "second"), "-o", out())
        .endsWith(0)
        .says("2 containers: 2 done");
    assertThat(lines(ran())).containsExactlyInAnyOrder("first", "first", "second");
    Path store = folder.resolve("out/dispatch.store");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
        .as("environments are in there")
        .isEqualTo("rwx------");

    Files.delete(store.resolve("ended"));
    Program.run("run", job("second"), "-o", out()).isRefused().complains(UNFINISHED);
    Program.run("run", job("second"), "-o", out(), "--anew")
        .endsWith(0)
        .says("1 containers: 1 done");
  }

  @Test
  @DisplayName("QUEUE-7 a store that can't be read is refused with a way out")
  void broken() throws Exception {
    Files.createFile(go());
    Program.run("run", job("first"), "-o", out()).endsWith(0);
    Path store = folder.resolve("out/dispatch.store");
    Files.delete(store.resolve("ended"));
    Files.writeString(store.resolve("containers.mv.db"), "not a database at all");

    Program.run("run", job("first"), "-o", out()).isRefused().complains("its store can't be used");
    Program.run("run", job("first"), "-o", out(), "--anew").endsWith(0);
  }
}
