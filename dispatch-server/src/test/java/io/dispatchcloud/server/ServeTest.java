package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service, in processes of its own, on a file that they share with other commands. */
class ServeTest {
  private static final String ACTIVE = "this is the active dispatcher now";

  @TempDir private Path folder;
  private Children children;

  @BeforeEach
  void files() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("work");
    children = new Children(folder, Map.of("DISPATCH_STORE", url));
    Process made =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key")
            .directory(folder.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    Files.writeString(
        folder.resolve("serve.yaml"),
        """
        instanceSetId: shop
        driver: local
        driverParameters: { directory: instances, maxInstances: 2 }
        dispatchPrivateKey: file:key
        instanceTypes: { small: { vcpus: 2, ram: 1GiB, price: 0.05 } }
        reserveExtraRam: 0B
        pollInterval: 1s
        probeInterval: 1s
        syncInterval: 1s
        timeoutShutdown: 2s
        goneAfter: 3s
        """);
  }

  @AfterEach
  void end() throws Exception {
    children.close();
    // What was left for the next one: instances and what runs there.
    Process drained = serve("cleanup", "--drain");
    awaitSaid("cleanup", ACTIVE);
    drained.destroy();
    assertThat(drained.waitFor(2, TimeUnit.MINUTES)).isTrue();
    children.close();
  }

  private Process serve(String name, String... more) throws IOException {
    return children.start(
        name,
        Stream.concat(Stream.of("serve", "--config", "serve.yaml"), Stream.of(more))
            .toArray(String[]::new));
  }

  private void awaitSaid(String name, String words) {
    await().atMost(Children.PATIENCE).until(() -> children.said(name).contains(words));
  }

  private void submit(String... idsAndCommands) throws Exception {
    StringBuilder job = new StringBuilder("containers:\n");
    for (int i = 0; i < idsAndCommands.length; i += 2) {
      job.append(
          "  - { id: %s, command: \"%s\", needs: { vcpus: 1, ram: 64MiB } }\n"
              .formatted(idsAndCommands[i], idsAndCommands[i + 1]));
    }
    Files.writeString(folder.resolve("job.yaml"), job);
    children.run(0, "submit", "submit", "job.yaml");
  }

  @Test
  @DisplayName("QUEUE-7 POOL-22 one is killed: the other takes over, and nothing runs twice")
  void takesOver() throws Exception {
    Process first = serve("first");
    awaitSaid("first", ACTIVE);
    serve("second");
    awaitSaid("second", "standing by");
    Path ran = folder.resolve("ran");
    Path go = folder.resolve("go");
    String until = "echo $0 >> %s; until [ -e %s ]; do sleep 0.1; done".formatted(ran, go);
    submit("a", until, "b", until, "c", "exit 3");
    await().atMost(Children.PATIENCE).until(() -> lines(ran).size() == 2);

    children.kill(first);
    awaitSaid("second", ACTIVE);
    assertThat(children.said("second")).as("told once").containsOnlyOnce("standing by");
    Files.createFile(go);

    assertThat(children.run(1, "wait", "wait", "--timeout", "100s"))
        .contains("2 done, 1 failed, 0 not ended", "c failed: exit status 3");
    assertThat(lines(ran)).hasSize(2);
    assertThat(children.run(0, "show", "show", "--json", "a")).contains("\"cost\":");
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  @DisplayName(
      "POOL-22 asked to stop it leaves what runs to the next one, and gives the lease back")
  void stops() throws Exception {
    Process first = serve("first");
    awaitSaid("first", ACTIVE);
    Path go = folder.resolve("go");
    Path ran = folder.resolve("ran");
    submit("a", "echo a >> %s; until [ -e %s ]; do sleep 0.1; done".formatted(ran, go));
    await().atMost(Children.PATIENCE).until(() -> lines(ran).size() == 1);

    first.destroy();

    assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(first.exitValue()).as(children.said("first")).isZero();
    assertThat(children.run(3, "not-yet", "wait", "--timeout", "0s")).contains("1 not ended");
    Process second = serve("second", "--drain");
    awaitSaid("second", ACTIVE);
    Files.createFile(go);
    assertThat(children.run(0, "wait", "wait", "--timeout", "100s")).contains("1 done");
    second.destroy();
    assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(second.exitValue()).as(children.said("second")).isZero();
    assertThat(children.said("second")).contains("no instance is left", "stopped");
    assertThat(lines(ran)).hasSize(1);
  }

  @Test
  @DisplayName("CONF what serve can't use is refused before anything is done")
  void refused() throws Exception {
    String file = folder.resolve("serve.yaml").toString();
    String url = "jdbc:h2:file:" + folder.resolve("other");
    Program.run("serve").isRefused().complains("--config");
    Program.run("serve", "--config", file).isRefused().complains("--store: nothing given");
    Program.run("serve", "--config", file, "--store", url, "--log", "/proc/none/log")
        .isRefused()
        .complains("--log: '/proc/none/log'");
    Path keyless =
        Files.writeString(
            folder.resolve("keyless.yaml"),
            Files.readString(folder.resolve("serve.yaml"))
                .replaceFirst("dispatchPrivateKey.*\n", ""));
    Program.run("serve", "--config", keyless.toString(), "--store", url)
        .isRefused()
        .complains("dispatchPrivateKey: nothing given", "ssh-keygen");
    assertThat(folder.resolve("other.mv.db")).doesNotExist();
  }
}
