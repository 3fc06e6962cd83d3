package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.HOST;
import static io.dispatchcloud.queue.jdbc.Stores.T0;
import static io.dispatchcloud.queue.jdbc.Stores.result;
import static io.dispatchcloud.queue.jdbc.Stores.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Subscription;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CTR-7 QUEUE-7 SET-2 PostgreSQL is restarted in the midst of it")
class ServerRestartTest {
  private static final int CONTAINERS = 300;
  private static final int RESTARTS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;
  private EmbeddedPostgres server;
  private JdbcController store;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final AtomicInteger done = new AtomicInteger();

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory.resolve("data"))
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  @BeforeEach
  void open() throws Exception {
    server = start(0);
    store =
        JdbcController.open(
            server.getJdbcUrl("postgres", "postgres"),
            "postgres",
            Secret.of(""),
            JdbcSettings.DEFAULT);
  }

  @AfterEach
  void end() throws Exception {
    threads.shutdownNow();
    store.close();
    server.close();
  }

  private void restart() throws IOException {
    int port = server.getPort();
    server.close();
    server = start(port);
  }

  /** Leads one through its life; nothing of it is repeated here. */
  private Container lead(Owner owner, ContainerId id) throws Exception {
    Attempt attempt = store.lock(owner, id).currentAttempt().orElseThrow();
    store.recordStart(owner, attempt, HOST);
    store.recordRunning(owner, attempt, HOST, T0);
    Container complete = store.recordResult(owner, attempt, HOST, result(0));
    done.incrementAndGet();
    return complete;
  }

  @Test
  @DisplayName("CTR-7 every call goes on, and everything is done once")
  void goesOn() throws Exception {
    Owner owner = Stores.lead(store);
    List<ContainerSpec> specs =
        IntStream.range(0, CONTAINERS).mapToObj(i -> spec("c" + i)).toList();
    store.submit(specs);
    List<Future<Container>> lives = new ArrayList<>();
    for (ContainerSpec each : specs) {
      lives.add(threads.submit(() -> lead(owner, each.id())));
    }
    for (int i = 1; i <= RESTARTS; i++) {
      int enough = i * CONTAINERS / (RESTARTS + 1);
      await().atMost(PATIENCE).until(() -> done.get() >= enough);
      restart();
    }

    for (Future<Container> life : lives) {
      assertThat(life.get().state()).isEqualTo(ContainerState.COMPLETE);
    }
    for (ContainerSpec each : specs) {
      assertThat(store.attempts(each.id()))
          .extracting(AttemptRecord::outcome)
          .containsExactly(AttemptOutcome.FINISHED);
    }
    assertThat(store.renew(owner).owner()).as("nobody took over").isEqualTo(owner);
  }

  @Test
  @DisplayName("QUEUE-5 whoever listens is told again afterwards")
  void listensAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (Subscription subscription = store.onChange(calls::incrementAndGet)) {
      assertThat(subscription).isNotNull();
      await().atMost(PATIENCE).until(() -> calls.get() > 0);
      int before = calls.get();
      restart();
      await().atMost(PATIENCE).until(() -> calls.get() > before);
      int again = calls.get();
      store.submit(List.of(spec("a")));
      await().atMost(PATIENCE).until(() -> calls.get() > again);
    }
  }
}
