package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.queue.Owner;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("QUEUE-7 a store that has too much to do")
class BusyStoreTest {
  private static final int CALLS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private JdbcEnvironment environment;
  private JdbcController store;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() throws Exception {
    environment = JdbcEnvironment.postgres();
    store = environment.controller();
  }

  @AfterEach
  void end() throws Exception {
    threads.shutdownNow();
    environment.end();
  }

  /** Those that wait for a table, and since when. */
  private static Set<String> waiting(Statement statement, String table) throws SQLException {
    Set<String> found = new TreeSet<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT a.pid || ' ' || a.query_start FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                + " WHERE NOT l.granted AND l.relation = '%s'::regclass".formatted(table))) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Test
  @DisplayName("QUEUE-7 renews its lease while each of its other connections is in use")
  void renews() throws Exception {
    Owner owner = Stores.lead(store);
    store.submit(List.of(spec("a")));
    String table = "\"" + environment.schema() + "\".container";
    try (Connection outside = DriverManager.getConnection(Server.url(), "postgres", "");
        Statement lock = outside.createStatement();
        Connection watching = DriverManager.getConnection(Server.url(), "postgres", "");
        Statement statement = watching.createStatement()) {
      outside.setAutoCommit(false);
      lock.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      for (int i = 0; i < CALLS; i++) {
        Future<?> call = threads.submit(() -> store.find(id("a")));
        assertThat(call).isNotNull();
      }
      await().atMost(PATIENCE).until(() -> waiting(statement, table).size() == 10);
      Set<String> busy = waiting(statement, table);

      Future<?> renewals =
          threads.submit(
              () -> {
                for (int i = 0; i < 3; i++) {
                  store.renew(owner);
                }
                return null;
              });

      renewals.get(1, TimeUnit.MINUTES);
      assertThat(waiting(statement, table)).as("in use all the while").isEqualTo(busy);
      outside.rollback();
    }
  }
}
