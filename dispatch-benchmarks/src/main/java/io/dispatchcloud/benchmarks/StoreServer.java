package io.dispatchcloud.benchmarks;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A PostgreSQL of our own with a store in it; both go when this is closed. */
final class StoreServer implements AutoCloseable {
  private static final String USER = "postgres";

  /** The first one, of which the others are copies. */
  private static final ContainerSpec TEMPLATE = spec("template");

  private final EmbeddedPostgres server;
  private final JdbcController store;

  /**
   * Starts it.
   *
   * @param sync whether commits wait for the disk, as they do unless told otherwise
   */
  StoreServer(boolean sync) throws IOException, ControllerException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("synchronous_commit", sync ? "on" : "off")
            .setServerConfig("fsync", sync ? "on" : "off")
            .start();
    boolean opened = false;
    try {
      store = JdbcController.open(url(), USER, Secret.of(""), JdbcSettings.DEFAULT);
      opened = true;
    } finally {
      if (!opened) {
        server.close();
      }
    }
  }

  private String url() {
    return server.getJdbcUrl(USER, USER);
  }

  JdbcController store() {
    return store;
  }

  static ContainerSpec spec(String id) {
    return ContainerSpec.builder(id, Needs.of(2, 4L << 30), RunSpec.of("render", "--frame", id))
        .build();
  }

  /** Copies one until there are so many: a tenth is queued, the rest has run. */
  void fill(int rows) throws ControllerException, SQLException {
    store.submit(List.of(TEMPLATE));
    try (Connection connection = DriverManager.getConnection(url(), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO dispatch.container (id, run, needs, labels, retry, supervisor,
            submitted_priority, submitted_preemptible, state, priority, preemptible, attempt)
          SELECT 'row-' || n, run, needs, labels, retry, supervisor, 1 + n %% 20,
            submitted_preemptible, CASE WHEN n %% 10 = 0 THEN 'QUEUED' ELSE 'COMPLETE' END,
            1 + n %% 20, preemptible, CASE WHEN n %% 10 = 0 THEN 0 ELSE 1 END
          FROM dispatch.container, generate_series(1, %d) AS n WHERE id = 'template'
          """
              .formatted(rows - 1));
      statement.execute(
          """
          INSERT INTO dispatch.attempt (container_seq, number, instance_set, fence, preemptible,
            outcome, instance, started_at, finished_at, exit_status, stdout, stdout_length,
            stderr, stderr_length)
          SELECT seq, 1, 'earlier', 1, FALSE, 'FINISHED', 'i-1', created_at, created_at, 0,
            'frame done', 10, '', 0
          FROM dispatch.container WHERE state = 'COMPLETE'
          """);
      statement.execute("VACUUM ANALYZE dispatch.container");
      statement.execute("VACUUM ANALYZE dispatch.attempt");
      // What was written is not to be written out while it is measured.
      statement.execute("CHECKPOINT");
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    server.close();
  }
}
