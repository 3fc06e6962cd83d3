package io.dispatchcloud.queue.jdbc.crash;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that is stopped and started again with the same data, on the same port. */
final class RestartableServer implements AutoCloseable {
  private final Path directory;
  private EmbeddedPostgres server;

  RestartableServer(Path directory) throws IOException {
    this.directory = directory;
    this.server = start(0);
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        // What was committed is there after a crash of the server, if not of the machine.
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("fsync", "off")
        .setPort(port)
        .start();
  }

  String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** Ends it in good order, so that only connections break, and starts it again. */
  void restart() throws IOException {
    int port = server.getPort();
    server.close();
    server = start(port);
  }

  /**
   * Ends it where it stands, as a crash does; what was committed is recovered at the next start.
   */
  void crash() throws Exception {
    String pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip();
    CompletableFuture<ProcessHandle> end =
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().onExit();
    Child.signal(pid, "QUIT");
    end.get(1, TimeUnit.MINUTES);
    Logger noise = (Logger) LoggerFactory.getLogger("io.zonky");
    Level usual = noise.getLevel();
    // That there is nothing to stop any more.
    noise.setLevel(Level.OFF);
    restart();
    noise.setLevel(usual);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }

  /** All rows of an answer, each as its columns' texts. */
  List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        all.add(row);
      }
    }
    return all;
  }

  /** Who has the lease; nobody before the first one. */
  String holder() throws SQLException {
    List<List<String>> rows = rows("SELECT holder FROM dispatch.lease");
    return rows.isEmpty() ? "" : rows.get(0).get(0);
  }

  int count(String state) throws SQLException {
    String sql = "SELECT count(*) FROM dispatch.container WHERE state = '%s'".formatted(state);
    return Integer.parseInt(rows(sql).get(0).get(0));
  }

  /** The lease of one that has died ends now, and not in some seconds. */
  void endLeaseOf(String holder) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE dispatch.lease SET expires_at = CURRENT_TIMESTAMP WHERE holder = '%s'"
              .formatted(holder));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
