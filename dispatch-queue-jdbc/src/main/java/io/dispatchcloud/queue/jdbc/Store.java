package io.dispatchcloud.queue.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The parts of an open store, put together. Thread-safe. */
final class Store implements AutoCloseable {
  /** How often whoever waits looks, where no notification comes. */
  private static final Duration POLL = Duration.ofSeconds(2);

  /** How long a process that serves a shared file may take for an answer. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

  private final Database database;
  private final Database leaseDatabase;
  private final Dialect dialect;
  private final Runnable closeConnections;
  private final InstantSource clock;
  private final Signals signals;
  private final Notifications notifications;
  private final Leases leases;
  private final Listing listing;
  private final Attempts attempts;
  private final Costs costs;
  private final Changes changes;
  private final Submitter submitter;
  private final Search search;

  private Store(
      Database database,
      Database leaseDatabase,
      Dialect dialect,
      Runnable closeConnections,
      JdbcSettings settings,
      System.Logger logger,
      InstantSource clock) {
    this.database = database;
    this.leaseDatabase = leaseDatabase;
    this.dialect = dialect;
    this.closeConnections = closeConnections;
    this.clock = clock;
    String schema = '"' + settings.schema() + '"';
    signals = new Signals(logger);
    notifications = new Notifications(database, settings.schema(), signals, logger);
    leases = new Leases(leaseDatabase, dialect, schema);
    listing = new Listing(database, schema);
    attempts = new Attempts(database, dialect, schema);
    costs = new Costs(database, schema);
    changes = new Changes(database, dialect, schema, leases, attempts);
    submitter = new Submitter(database, schema);
    search = new Search(database, schema);
  }

  static Store open(
      DataSource dataSource,
      DataSource forLeases,
      @Nullable Aside aside,
      Runnable closeConnections,
      JdbcSettings settings,
      System.Logger logger,
      InstantSource clock)
      throws ControllerException {
    Dialect dialect;
    try (Connection connection = dataSource.getConnection()) {
      dialect = Dialect.of(connection);
    } catch (SQLException e) {
      throw SqlTrouble.told("open the store", e);
    }
    Schema.migrate(dataSource, dialect, settings.schema());
    return new Store(
        Database.of(dataSource, clock, aside),
        Database.of(forLeases, clock, aside),
        dialect,
        closeConnections,
        settings,
        logger,
        clock);
  }

  static Store open(
      String url,
      String user,
      Secret password,
      JdbcSettings settings,
      System.Logger logger,
      InstantSource clock)
      throws ControllerException {
    HikariDataSource pool;
    try {
      pool = Pools.open(url, user, password);
    } catch (HikariPool.PoolInitializationException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw SqlTrouble.told("open the store", cause);
      }
      throw new ControllerException("open the store: no connection could be made");
    }
    HikariDataSource forLeases = Pools.openForLeases(url, user, password);
    Aside aside = aside(url);
    Runnable close =
        () -> {
          if (aside != null) {
            aside.close();
          }
          forLeases.close();
          pool.close();
        };
    boolean opened = false;
    try {
      Store store = open(pool, forLeases, aside, close, settings, logger, clock);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        close.run();
      }
    }
  }

  private static @Nullable Aside aside(String url) {
    boolean isShared = url.toUpperCase(Locale.ROOT).contains(";AUTO_SERVER=TRUE");
    return SharedFile.of(url)
        .filter(file -> isShared)
        .map(file -> new Aside(LONGEST_ANSWER, file::whoHolds))
        .orElse(null);
  }

  Leases leases() {
    return leases;
  }

  Listing listing() {
    return listing;
  }

  Attempts attempts() {
    return attempts;
  }

  Costs costs() {
    return costs;
  }

  Submitter submitter() {
    return submitter;
  }

  Search search() {
    return search;
  }

  /** Changes a container in the name of a dispatcher, or of a user. */
  Container change(
      String what,
      @Nullable Owner owner,
      ContainerId id,
      Changes.Decision decision,
      Attempts.Note note)
      throws ControllerException {
    return changes.change(what, owner, id, decision, note);
  }

  /** A user changed something. PostgreSQL tells everybody by itself. */
  void usersChanged() {
    if (dialect == Dialect.H2) {
      signals.queueChanged();
    }
  }

  /** A container was changed, and may have ended. */
  void changed(Container container) {
    if (dialect == Dialect.H2 && container.state().isFinal()) {
      signals.ended();
    }
  }

  Subscription listen(Runnable listener) {
    Subscription subscription = signals.add(listener);
    listenToDatabase();
    return subscription;
  }

  private void listenToDatabase() {
    if (dialect == Dialect.POSTGRESQL) {
      notifications.start();
    }
  }

  /** Something to wait for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws ControllerException;
  }

  /** Waits until something holds that becomes true when a container ends. */
  boolean awaitEnd(Condition condition, Duration atMost)
      throws ControllerException, InterruptedException {
    listenToDatabase();
    Instant end = clock.instant().plus(atMost);
    while (true) {
      long since = signals.ends();
      if (condition.holds()) {
        return true;
      }
      Duration left = Duration.between(clock.instant(), end);
      if (left.isNegative() || left.isZero()) {
        return false;
      }
      signals.awaitEnd(since, Database.shorter(left, POLL));
    }
  }

  @Override
  public void close() {
    database.close();
    leaseDatabase.close();
    notifications.close();
    signals.clear();
    closeConnections.run();
  }
}
