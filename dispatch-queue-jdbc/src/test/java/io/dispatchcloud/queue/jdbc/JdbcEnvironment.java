package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.test.kit.StoreEnvironment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A store in a schema of its own. */
final class JdbcEnvironment implements StoreEnvironment {
  private final String url;
  private final String user;
  private final String schema;
  private final JdbcController store;

  JdbcEnvironment(String url, String user, String schema) throws ControllerException {
    this.url = url;
    this.user = user;
    this.schema = schema;
    this.store = open(url, user, schema);
  }

  static JdbcEnvironment postgres() throws ControllerException {
    return new JdbcEnvironment(Server.url(), "postgres", Server.newSchema());
  }

  static JdbcController open(String url, String user, String schema) throws ControllerException {
    return JdbcController.open(
        url, user, Secret.of(""), new JdbcSettings(schema, AttemptLimits.DEFAULT));
  }

  /** The store in another process. */
  static JdbcController attach(String location) throws ControllerException {
    String[] parts = location.split(" ", -1);
    return open(parts[0], parts[1], parts[2]);
  }

  @Override
  public JdbcController controller() {
    return store;
  }

  @Override
  public String location() {
    return url + " " + user + " " + schema;
  }

  @Override
  public void submit(ContainerSpec spec) throws Exception {
    if (store.submit(List.of(spec)).added().isEmpty()) {
      throw new IllegalArgumentException(spec.id() + " was submitted before");
    }
  }

  @Override
  public void setPriority(ContainerId id, long priority) throws Exception {
    store.setPriority(id, priority);
  }

  @Override
  public void cancel(ContainerId id, String reason) throws Exception {
    store.cancel(id, reason);
  }

  /** What ends by the database's clock ends so much earlier, and what has begun did. */
  @Override
  public void passTime(Duration time) throws SQLException {
    long seconds = time.plusMillis(999).toSeconds();
    sql(
        "UPDATE \"%s\".lease SET expires_at = expires_at - INTERVAL '%d' SECOND"
            .formatted(schema, seconds));
    sql(
        "UPDATE \"%s\".attempt SET placed_at = placed_at - INTERVAL '%d' SECOND"
                .formatted(schema, seconds)
            + " WHERE outcome = 'UNDERWAY'");
  }

  void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  String schema() {
    return schema;
  }

  @Override
  public void end() throws SQLException {
    // Before it is closed: with its last connection a database in memory is gone.
    sql("DROP SCHEMA IF EXISTS \"%s\" CASCADE".formatted(schema));
    store.close();
  }
}
