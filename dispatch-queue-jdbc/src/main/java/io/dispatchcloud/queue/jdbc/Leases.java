package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.queue.jdbc.Columns.Values;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is active for each instance set (QUEUE-7): a row that ends by the database's clock, with a
 * fence that rises whenever somebody else takes it. The token tells whose a take-over was whose
 * answer was lost.
 */
final class Leases {
  private static final Duration LEASE = Duration.ofSeconds(8);
  private static final String END = "CURRENT_TIMESTAMP + INTERVAL '8' SECOND";

  private static final String LIMIT_PAUSES =
      "SET LOCAL idle_in_transaction_session_timeout = '5s'; SET LOCAL lock_timeout = '3s'";

  private final Database database;
  private final boolean locks;
  private final String take;
  private final String found;
  private final String mine;
  private final String renew;
  private final String release;
  private final String lock;
  private final String active;

  Leases(Database database, Dialect dialect, String schema) {
    this.database = database;
    this.locks = dialect.leaseLock().isEmpty();
    String table = schema + ".lease";
    take =
        "UPDATE %s SET fence = fence + 1, holder = ?, token = ?, expires_at = %s"
                .formatted(table, END)
            + " WHERE instance_set = ? AND expires_at <= CURRENT_TIMESTAMP";
    found =
        "INSERT INTO %s (instance_set, fence, holder, token, expires_at)".formatted(table)
            + " SELECT ?, 1, ?, ?, %s WHERE NOT EXISTS".formatted(END)
            + " (SELECT 1 FROM %s WHERE instance_set = ?)".formatted(table);
    mine = "SELECT fence FROM %s WHERE instance_set = ? AND token = ?".formatted(table);
    renew =
        "UPDATE %s SET expires_at = %s WHERE instance_set = ? AND fence = ?".formatted(table, END);
    release =
        "UPDATE %s SET expires_at = CURRENT_TIMESTAMP WHERE instance_set = ? AND fence = ?"
            .formatted(table);
    lock = "SELECT fence FROM %s WHERE instance_set = ? FOR UPDATE".formatted(table);
    active = "SELECT fence, holder FROM %s WHERE instance_set = ?".formatted(table);
  }

  Optional<Lease> acquire(InstanceSetId set, String holder) throws ControllerException {
    UUID token = UUID.randomUUID();
    OptionalLong fence =
        database.get(
            "acquire the lease of " + set,
            connection -> {
              OptionalLong earlier = fence(connection, set, token);
              if (earlier.isPresent() || !take(connection, set, holder, token)) {
                return earlier;
              }
              return fence(connection, set, token);
            });
    return fence.isEmpty()
        ? Optional.empty()
        : Optional.of(new Lease(new Owner(set, fence.getAsLong()), LEASE));
  }

  private boolean take(Connection connection, InstanceSetId set, String holder, UUID token)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(take)) {
      new Values(statement).words(holder).object(token).text(set);
      if (statement.executeUpdate() == 1) {
        return true;
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(found)) {
      new Values(statement).text(set).words(holder).object(token).text(set);
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      if (SqlTrouble.isDuplicate(e)) {
        // Somebody else was the first to ask for this set's, at the same time.
        return false;
      }
      throw e;
    }
  }

  private OptionalLong fence(Connection connection, InstanceSetId set, UUID token)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(mine)) {
      new Values(statement).text(set).object(token);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong("fence")) : OptionalLong.empty();
      }
    }
  }

  Lease renew(Owner owner) throws ControllerException {
    return database.get(
        "renew the lease of " + owner,
        connection -> {
          if (!update(connection, renew, owner)) {
            refuse(connection, owner);
          }
          return new Lease(owner, LEASE);
        });
  }

  void release(Owner owner) throws ControllerException {
    database.get("release the lease of " + owner, connection -> update(connection, release, owner));
  }

  private static boolean update(Connection connection, String sql, Owner owner)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Values(statement).text(owner.instanceSetId()).number(owner.fence());
      return statement.executeUpdate() == 1;
    }
  }

  /** Fences never fall: whoever did not have the lease a moment ago does not have it now. */
  private void refuse(Connection connection, Owner owner) throws SQLException, FencedException {
    try (PreparedStatement statement = connection.prepareStatement(active)) {
      new Values(statement).text(owner.instanceSetId());
      try (ResultSet rows = statement.executeQuery()) {
        requireActive(owner, rows.next() ? rows : null);
      }
    }
    throw new FencedException(owner + " was not the active dispatcher");
  }

  /**
   * Prepares a transaction that keeps take-overs out until it ends. Where the change itself locks
   * the lease's row, the server ends the transaction of a holder that was stopped in the midst of
   * it, well before the lease is over: its lock would keep everybody else waiting for as long as it
   * is. For the same reason no change waits long for a container that somebody else keeps, and no
   * user who was stopped keeps one.
   *
   * @param owner whose lease it is; null for a user's change
   */
  void guard(Connection connection, @Nullable Owner owner) throws SQLException {
    if (!locks) {
      try (PreparedStatement statement = connection.prepareStatement(LIMIT_PAUSES)) {
        statement.execute();
      }
    } else if (owner != null) {
      try (PreparedStatement statement = connection.prepareStatement(lock)) {
        new Values(statement).text(owner.instanceSetId());
        statement.executeQuery().close();
      }
    }
  }

  /** That the lease's row, if there is one, has the owner's fence. */
  static void requireActive(Owner owner, @Nullable ResultSet row)
      throws SQLException, FencedException {
    if (row == null) {
      throw new FencedException(owner + " is not the active dispatcher: nobody is");
    }
    // A lease that ran out is good until somebody takes it over: nobody else writes meanwhile.
    if (row.getLong("fence") != owner.fence()) {
      throw new FencedException(
          "%s is not the active dispatcher: %s is, with fence %d"
              .formatted(owner, row.getString("holder"), row.getLong("fence")));
    }
  }
}
