package io.dispatchcloud.queue.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens to PostgreSQL's notifications on a connection of its own, in a thread of its own, from
 * when somebody first wants to be told. When the connection breaks it listens again on another one,
 * after pauses that grow, and then tells everybody: what happened meanwhile is not known.
 */
final class Notifications implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Between two looks at whether the server is still there. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Database database;
  private final String schema;
  private final Signals signals;
  private final System.Logger logger;
  private @Nullable Thread thread;
  private @Nullable Connection current;
  private boolean closed;

  Notifications(Database database, String schema, Signals signals, System.Logger logger) {
    this.database = database;
    this.schema = schema;
    this.signals = signals;
    this.logger = logger;
  }

  /** Begins to listen, if it does not already. */
  synchronized void start() {
    if (thread == null && !closed) {
      Thread made = new Thread(this::run, "dispatch-jdbc-notifications");
      made.setDaemon(true);
      made.start();
      thread = made;
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    boolean told = false;
    while (!database.isClosedAfter(Duration.ZERO)) {
      try (Connection connection = database.open()) {
        begin(connection);
        pause = FIRST_PAUSE;
        told = false;
        tell("queue");
        tell("ended");
        listen(connection);
      } catch (SQLException e) {
        if (isClosed() || database.isClosedAfter(pause)) {
          return;
        }
        if (!told) {
          told = true;
          logger.log(
              System.Logger.Level.WARNING,
              "listening to the database broke, and is tried again; what changes meanwhile is found"
                  + " by polling; sqlState={0} code={1,number,#}",
              e.getSQLState(),
              e.getErrorCode());
        }
        pause = Database.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      } finally {
        forget();
      }
    }
  }

  private void begin(Connection connection) throws SQLException {
    Connection physical = (Connection) connection.unwrap(PGConnection.class);
    synchronized (this) {
      if (closed) {
        throw new SQLException("the store was closed", SqlTrouble.CLOSED);
      }
      current = physical;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN \"" + schema + "\"");
    }
  }

  private void listen(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (!isClosed()) {
      PGNotification[] arrived = postgres.getNotifications(Math.toIntExact(QUIET.toMillis()));
      if (arrived == null || arrived.length == 0) {
        // A peer that vanished says nothing either: this fails then.
        try (Statement statement = connection.createStatement()) {
          statement.execute("SELECT 1");
        }
        continue;
      }
      for (PGNotification each : arrived) {
        tell(each.getParameter());
      }
    }
  }

  private void tell(String what) {
    switch (what) {
      case "queue" -> signals.queueChanged();
      case "ended" -> signals.ended();
      default -> logger.log(System.Logger.Level.DEBUG, "an unknown notification; word={0}", what);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void forget() {
    current = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    Connection listening = current;
    if (listening != null) {
      try {
        // Closing would wait for the read that is under way.
        listening.abort(Runnable::run);
      } catch (SQLException e) {
        logger.log(System.Logger.Level.DEBUG, "the connection that listened was gone already", e);
      }
    }
  }
}
