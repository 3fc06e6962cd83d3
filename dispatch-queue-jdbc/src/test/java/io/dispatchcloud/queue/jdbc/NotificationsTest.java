package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("QUEUE-5 changes are told between processes by PostgreSQL")
class NotificationsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private JdbcEnvironment environment;
  private JdbcController users;
  private JdbcController dispatcher;
  private final AtomicInteger calls = new AtomicInteger();

  @BeforeEach
  void open() throws Exception {
    environment = JdbcEnvironment.postgres();
    users = environment.controller();
    dispatcher = JdbcEnvironment.attach(environment.location());
  }

  @AfterEach
  void end() throws Exception {
    dispatcher.close();
    environment.end();
  }

  private void awaitListening() {
    // It tells everybody once when it begins to listen.
    await().atMost(PATIENCE).until(() -> calls.get() > 0);
  }

  private interface Change {
    void run() throws Exception;
  }

  private void isHeard(Change change) throws Exception {
    int before = calls.get();
    change.run();
    await().atMost(PATIENCE).until(() -> calls.get() > before);
  }

  @Test
  @DisplayName("QUEUE-5 a submit, a priority and a cancel by another process are heard")
  void heard() throws Exception {
    try (Subscription subscription = dispatcher.onChange(calls::incrementAndGet)) {
      assertThat(subscription).isNotNull();
      awaitListening();

      isHeard(() -> users.submit(List.of(spec("a"))));
      isHeard(() -> users.hold(id("a")));
      isHeard(() -> users.cancel(id("a"), "enough"));
    }
  }

  @Test
  @DisplayName("QUEUE-5 what a dispatcher locks and gives back is not told")
  void quiet() throws Exception {
    Owner owner = Stores.lead(dispatcher);
    users.submit(List.of(spec("a"), spec("b")));
    try (Subscription subscription = dispatcher.onChange(calls::incrementAndGet)) {
      assertThat(subscription).isNotNull();
      awaitListening();
      int before = calls.get();

      dispatcher.lock(owner, id("a"));
      // What is told comes in order: had the lock been told, there were two calls.
      users.setPriority(id("b"), 2);

      await().atMost(PATIENCE).until(() -> calls.get() > before);
      assertThat(calls).hasValue(before + 1);
    }
  }

  @Test
  @DisplayName("QUEUE-5 listening goes on after its connection was broken")
  void connectionBroken() throws Exception {
    try (Subscription subscription = dispatcher.onChange(calls::incrementAndGet)) {
      assertThat(subscription).isNotNull();
      awaitListening();

      // All that is listening to this schema; it says so once more when it listens again.
      isHeard(
          () ->
              environment.sql(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN \""
                      + environment.schema()
                      + "\"'"));
      isHeard(() -> users.submit(List.of(spec("a"))));
    }
  }
}
