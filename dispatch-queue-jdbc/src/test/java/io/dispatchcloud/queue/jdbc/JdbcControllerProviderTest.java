package io.dispatchcloud.queue.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ContainerControllerProvider;
import io.dispatchcloud.api.queue.ControllerContext;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("SET-1 opening a store in a database by its parameters")
class JdbcControllerProviderTest {
  private static final String PASSWORD = "pa55w0rd";

  private static final int OPENERS = 6;

  @TempDir private Path directory;

  private static ContainerController open(Map<String, String> environment, Map<String, ?> raw)
      throws Exception {
    JdbcControllerProvider provider = new JdbcControllerProvider(environment);
    return provider.open(
        new ControllerContext(
            Parameters.read("store 'jdbc'", raw, provider.parameters()),
            AttemptLimits.DEFAULT,
            System.getLogger("test"),
            Meters.none(),
            InstantSource.system()));
  }

  private String url() {
    return "jdbc:h2:file:" + directory.resolve("store");
  }

  @Test
  @DisplayName("SET-1 it is found by the name jdbc")
  void isFound() {
    assertThat(ServiceLoader.load(ContainerControllerProvider.class))
        .filteredOn(provider -> provider.name().equals("jdbc"))
        .hasSize(1);
  }

  @Test
  @DisplayName("SET-1 the password is that of the file, or of the environment")
  void passwords() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    open(Map.of(), Map.of("url", url(), "user", "me", "passwordFile", file.toString())).close();

    try (ContainerController store =
        open(Map.of("DISPATCH_STORE_PASSWORD", PASSWORD), Map.of("url", url(), "user", "me"))) {
      assertThat(store.queued(Page.FIRST).items()).isEmpty();
    }
    assertThatExceptionOfType(ControllerException.class)
        .isThrownBy(
            () ->
                open(
                    Map.of("OTHER", PASSWORD + "x"),
                    Map.of("url", url(), "user", "me", "passwordVariable", "OTHER")))
        .satisfies(e -> assertThat(e.toString()).contains("28000").doesNotContain(PASSWORD));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(Map.of(), Map.of("url", url(), "passwordFile", "/nowhere")))
        .withMessageContaining("passwordFile: '/nowhere'");
  }

  @Test
  @DisplayName("SET-1 addresses and schemas that are none are refused by name")
  void refused() {
    for (String url :
        new String[] {
          "jdbc:mysql://host/x?password=",
          "jdbc:h2:mem:x;PASSWORD=",
          "jdbc:postgresql://host/x?sslpassword=",
          "jdbc:postgresql://me:%s@host/x"
        }) {
      String secret = url.contains("%s") ? url.formatted(PASSWORD) : url + PASSWORD;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> open(Map.of(), Map.of("url", secret)))
          .withMessageContaining("url:")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(PASSWORD));
    }
    for (String schema : new String[] {"public", "pg_x", "A", "a\"b", "a-b", "1a"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> open(Map.of(), Map.of("url", "jdbc:h2:mem:x", "schema", schema)))
          .withMessageContaining("schema: '" + schema + "'");
    }
  }

  @Test
  @DisplayName("SET-1 a server that is not there is told soon, by its address")
  void nobodyThere() {
    assertThatExceptionOfType(ControllerException.class)
        .isThrownBy(
            () ->
                JdbcController.open(
                    "jdbc:postgresql://127.0.0.1:1/x", "me", Secret.of("x"), JdbcSettings.DEFAULT))
        .withMessageContaining("127.0.0.1:1");
  }

  @Test
  @DisplayName("SET-1 two stores in one database have a schema each, and touch nothing else")
  void schemas() throws Exception {
    try (ContainerController one = open(Map.of(), Map.of("url", "jdbc:h2:mem:two"));
        ContainerController other =
            open(Map.of(), Map.of("url", "jdbc:h2:mem:two", "schema", "other"))) {
      ((JdbcController) one).submit(List.of(Stores.spec("a")));
      assertThat(other.queued(Page.FIRST).items()).isEmpty();
      assertThat(one.queued(Page.FIRST).items()).hasSize(1);
    }
  }

  @Test
  @DisplayName("SET-1 many that open an empty database at once all succeed")
  void atOnce() throws Exception {
    String schema = Server.newSchema();
    ExecutorService threads = Executors.newFixedThreadPool(OPENERS);
    try {
      List<Future<JdbcController>> opening = new ArrayList<>();
      CountDownLatch go = new CountDownLatch(1);
      for (int i = 0; i < OPENERS; i++) {
        opening.add(
            threads.submit(
                () -> {
                  go.await();
                  return JdbcEnvironment.open(Server.url(), "postgres", schema);
                }));
      }
      go.countDown();
      for (Future<JdbcController> each : opening) {
        each.get().close();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
