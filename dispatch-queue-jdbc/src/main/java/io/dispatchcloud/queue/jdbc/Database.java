package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.ControllerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections, and what to do when they fail: the same again on another one, with pauses that grow,
 * as long as the caller can be kept waiting (SET-2: a minute). Thread-safe.
 */
final class Database implements AutoCloseable {
  /** No try begins later; the last one may take its own time, and all that is to be a minute. */
  private static final Duration LIMIT = Duration.ofSeconds(35);

  private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(15);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final DataSource dataSource;
  private final Duration limit;
  private final InstantSource clock;
  private final @Nullable Aside aside;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** How often the database has answered somebody: whoever waits in vain may want to know. */
  private final AtomicLong answers = new AtomicLong();

  Database(DataSource dataSource, InstantSource clock) {
    this(dataSource, clock, LIMIT, null);
  }

  /**
   * One whose calls may hang, where connections have no limit of their own.
   *
   * @param aside where they are made; null for here
   */
  Database(DataSource dataSource, InstantSource clock, Duration limit, @Nullable Aside aside) {
    this.dataSource = dataSource;
    this.clock = clock;
    this.limit = limit;
    this.aside = aside;
  }

  /** As usual, but for where calls are made. */
  static Database of(DataSource dataSource, InstantSource clock, @Nullable Aside aside) {
    return new Database(dataSource, clock, LIMIT, aside);
  }

  /** What is done with a connection; it may be done again on another one. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException, ControllerException;
  }

  /** A call of the store in progress: how long it has been tried. */
  final class Call {
    private final String what;
    private final Instant end = clock.instant().plus(limit);
    private final long answersBefore = answers.get();
    private Duration pause = FIRST_PAUSE;

    private Call(String what) {
      this.what = what;
    }

    /** Waits before the next try; throws when there is no time for one. */
    void failed(SQLException e) throws ControllerException {
      if (!SqlTrouble.passes(e) || !clock.instant().plus(pause).isBefore(end)) {
        throw SqlTrouble.told(what, e, answers.get() > answersBefore);
      }
      if (isClosedAfter(pause)) {
        throw new ControllerException(
            what + ": the store was closed, or the thread interrupted, before another try");
      }
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    /** Somebody else was faster; throws when that has gone on for too long. */
    void lostRace() throws ControllerException {
      if (!clock.instant().isBefore(end)) {
        throw new ControllerException(what + ": others keep changing it");
      }
    }

    ControllerException unknown() {
      return new ControllerException(
          what
              + ": the connection broke, and it was changed since: whether this was done, too, is unknown");
    }
  }

  Call call(String what) {
    return new Call(what);
  }

  /** Does what is harmless to repeat. */
  <T> T get(String what, Work<T> work) throws ControllerException {
    Call call = call(what);
    while (true) {
      try {
        return once(work);
      } catch (SQLException e) {
        call.failed(e);
      }
    }
  }

  /** Does something in a connection that commits each statement. */
  <T> T once(Work<T> work) throws SQLException, ControllerException {
    return aside == null ? onceHere(work) : aside.run(() -> onceHere(work));
  }

  private <T> T onceHere(Work<T> work) throws SQLException, ControllerException {
    try (Connection connection = open()) {
      T result = answered(work, connection);
      answers.incrementAndGet();
      return result;
    }
  }

  /** Counts refusals, which are answers as well. */
  private <T> T answered(Work<T> work, Connection connection)
      throws SQLException, ControllerException {
    try {
      return work.run(connection);
    } catch (SQLException e) {
      if (!SqlTrouble.isAboutConnection(e)) {
        answers.incrementAndGet();
      }
      throw e;
    } catch (ControllerException e) {
      answers.incrementAndGet();
      throw e;
    }
  }

  /** Does something in a transaction; if it throws, none of it is done, unless committing broke. */
  <T> T transaction(Work<T> work) throws SQLException, ControllerException {
    return aside == null ? transactionHere(work) : aside.run(() -> transactionHere(work));
  }

  private <T> T transactionHere(Work<T> work) throws SQLException, ControllerException {
    try (Connection connection = open()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = answered(work, connection);
        connection.commit();
        answers.incrementAndGet();
        done = true;
        return result;
      } finally {
        end(connection, done);
      }
    }
  }

  private static void end(Connection connection, boolean done) throws SQLException {
    if (!done) {
      try {
        connection.rollback();
      } catch (SQLException e) {
        // It is broken, which says the failure that is on its way; closing it rolls back as well.
        return;
      }
    }
    connection.setAutoCommit(true);
  }

  /** A connection whose statements are bounded, also where the peer has vanished. */
  Connection open() throws SQLException {
    if (closed.getCount() == 0) {
      throw new SQLException("the store was closed", SqlTrouble.CLOSED);
    }
    Connection connection = dataSource.getConnection();
    try {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(STATEMENT_LIMIT.toMillis()));
    } catch (SQLFeatureNotSupportedException e) {
      // An embedded database has no network.
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** Waits; whether the store was closed meanwhile. */
  boolean isClosedAfter(Duration time) {
    try {
      return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
