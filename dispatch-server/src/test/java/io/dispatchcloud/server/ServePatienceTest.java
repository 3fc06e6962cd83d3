package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("SET-2 QUEUE-7 a service whose store can't be opened yet")
class ServePatienceTest {
  private static final String ACTIVE = "this is the active dispatcher now";
  private static final String NOT_YET = "the store can't be opened yet; trying on";

  @TempDir private Path folder;
  private Children children;
  private String config;

  @BeforeEach
  void files() throws Exception {
    children = new Children(folder, Map.of("DISPATCH_STORE_USER", "postgres"));
    Process made =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key")
            .directory(folder.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    config =
        Files.writeString(
                folder.resolve("serve.yaml"),
                """
                instanceSetId: shop
                driver: local
                driverParameters: { directory: instances }
                dispatchPrivateKey: file:key
                instanceTypes: { small: { vcpus: 2, ram: 1GiB, price: 0.05 } }
                """)
            .toString();
  }

  @AfterEach
  void end() {
    children.close();
  }

  private Process serve(String name, String url) throws IOException {
    return children.start(name, "serve", "--config", config, "--store", url);
  }

  private void awaitSaid(String name, String... words) {
    await()
        .atMost(Children.PATIENCE)
        .untilAsserted(() -> assertThat(children.said(name)).contains(words));
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String postgres(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static void signal(String name, Process process) throws Exception {
    Process sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(sent.waitFor()).isZero();
  }

  @Test
  @DisplayName("SET-2 waits while the database is down, says so once, and serves when it is up")
  void waits() throws Exception {
    int port = unusedPort();
    Process serving = serve("serving", postgres(port, "postgres"));
    awaitSaid("serving", NOT_YET, "08001");
    Process impatient = serve("impatient", postgres(port, "postgres"));
    awaitSaid("impatient", NOT_YET);

    impatient.destroy();

    assertThat(impatient.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(impatient.exitValue()).as(children.said("impatient")).isZero();
    assertThat(children.said("serving")).as("tried several times").containsOnlyOnce(NOT_YET);
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().setPort(port).start()) {
      assertThat(server.getPort()).isEqualTo(port);
      awaitSaid("serving", "the store is open", ACTIVE);
      children.run(0, "list", "list", "--store", postgres(port, "postgres"));
      assertThat(
              children.run(1, "wrong", "serve", "--config", config, "--store", postgres(port, "x")))
          .as("a database that is not there will not come")
          .contains("error: open the store", "3D000")
          .doesNotContain(NOT_YET);
      serving.destroy();
      assertThat(serving.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  @DisplayName("SET-1 does not wait where the password is wrong")
  void wrongPassword() {
    String url = "jdbc:h2:file:" + folder.resolve("work");
    Map<String, String> right =
        Map.of("DISPATCH_STORE_USER", "me", "DISPATCH_STORE_PASSWORD", "r1");
    Map<String, String> wrong =
        Map.of("DISPATCH_STORE_USER", "me", "DISPATCH_STORE_PASSWORD", "w1");
    Program.run(right, "list", "--store", url).endsWith(0);

    Program.run(wrong, "serve", "--config", config, "--store", url)
        .endsWith(1)
        .complains("error: open the store", "28000");
  }

  @Test
  @DisplayName(
      "QUEUE-7 says who holds a file and does not answer, and takes over when that one ends")
  void frozen() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("work");
    Process first = serve("first", url);
    awaitSaid("first", ACTIVE);
    Process standby = serve("standby", url);
    awaitSaid("standby", "standing by");

    signal("STOP", first);
    Process late = serve("late", url);

    awaitSaid("late", NOT_YET, folder.resolve("work.mv.db") + " is held by another process");
    assertThat(children.said("late")).contains(", at localhost:", "kill -CONT", "fuser ");
    late.destroy();
    assertThat(late.waitFor(1, TimeUnit.MINUTES)).as("stops while it waits").isTrue();
    assertThat(late.exitValue()).isZero();
    children.kill(first);
    awaitSaid("standby", ACTIVE);
    standby.destroy();
    assertThat(standby.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }
}
