package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.StoredContainer;
import io.dispatchcloud.queue.jdbc.Columns.Row;
import io.dispatchcloud.queue.jdbc.Columns.Values;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes of containers. Each is one conditional statement: it compares the state, the holder, the
 * attempt and the version with what the decision was made on, and the fence with that of the lease,
 * whose row it locks against take-overs until it is committed. What it did not change, it changes
 * never: then the container is read, and decided on, again.
 *
 * <p>Each change has a token of its own. When a connection breaks while one is committed, the
 * container is read again: if it has the token, the change was done; if it has the version from
 * before, it was not, and the same statement is sent again, of which the database does at most one;
 * if it has neither, somebody changed it since, and what became of this change is unknown.
 */
final class Changes {
  private final Database database;
  private final Leases leases;
  private final Attempts attempts;
  private final String readOwned;
  private final String readAny;
  private final String change;
  private final String changeOwned;

  Changes(Database database, Dialect dialect, String schema, Leases leases, Attempts attempts) {
    this.database = database;
    this.leases = leases;
    this.attempts = attempts;
    String result =
        " LEFT JOIN %s.attempt a ON a.container_seq = c.seq AND a.number = c.attempt"
                .formatted(schema)
            + " AND c.state = 'COMPLETE'";
    readOwned =
        "SELECT l.fence, l.holder, "
            + Columns.stored(schema)
            + " FROM %1$s.lease l LEFT JOIN %1$s.container c ON c.id = ?".formatted(schema)
            + result
            + " WHERE l.instance_set = ?";
    readAny = "SELECT " + Columns.stored(schema) + Columns.fromWhole(schema) + " WHERE c.id = ?";
    change =
        "UPDATE %s.container SET state = ?, priority = ?, preemptible = ?, held_by = ?,"
                .formatted(schema)
            + " attempt = ?, instance = ?, started_at = ?, error = ?, failed_starts = ?,"
            + " losses = ?, ended = ?, preemptions = ?, retried = ?, version = version + 1,"
            + " token = ?"
            + " WHERE id = ? AND state = ? AND held_by IS NOT DISTINCT FROM ? AND attempt = ?"
            + " AND version = ?";
    changeOwned =
        change
            + " AND EXISTS (SELECT 1 FROM %s.lease WHERE instance_set = ? AND fence = ?"
                .formatted(schema)
            + dialect.leaseLock()
            + ")";
  }

  /** What is to be kept instead, given what is there. */
  @FunctionalInterface
  interface Decision {
    StoredContainer on(StoredContainer stored) throws ConflictException;
  }

  Container change(
      String what, @Nullable Owner owner, ContainerId id, Decision decision, Attempts.Note note)
      throws ControllerException {
    Database.Call call = database.call(what + " " + id);
    UUID token = UUID.randomUUID();
    Row tried = null;
    boolean broken = false;
    while (true) {
      try {
        Row row =
            database
                .once(connection -> read(connection, owner, id))
                .orElseThrow(() -> StoredContainer.absent(id));
        if (token.equals(row.token())) {
          return row.stored().container();
        }
        if (broken && tried != null && tried.version() != row.version()) {
          throw call.unknown();
        }
        StoredContainer after = decision.on(row.stored());
        if (after.equals(row.stored())) {
          return after.container();
        }
        tried = row;
        Container written =
            database
                .transaction(connection -> write(connection, owner, row, after, token, note))
                .orElse(null);
        if (written != null) {
          return written;
        }
        // The next look tells whether somebody else was faster, or this change's own first try.
        if (!broken) {
          tried = null;
        }
        call.lostRace();
      } catch (SQLException e) {
        // What the server itself refused was not done; only a lost answer leaves that open.
        broken |= tried != null && !SqlTrouble.isRefused(e);
        call.failed(e);
      }
    }
  }

  private Optional<Row> read(Connection connection, @Nullable Owner owner, ContainerId id)
      throws SQLException, FencedException {
    try (PreparedStatement statement =
        connection.prepareStatement(owner == null ? readAny : readOwned)) {
      Values values = new Values(statement).text(id);
      if (owner != null) {
        values.text(owner.instanceSetId());
      }
      try (ResultSet rows = statement.executeQuery()) {
        boolean found = rows.next();
        if (owner != null) {
          Leases.requireActive(owner, found ? rows : null);
        }
        return found && rows.getString("id") != null
            ? Optional.of(Columns.row(rows))
            : Optional.empty();
      }
    }
  }

  /** The container as it is then; empty where somebody else was faster. */
  private Optional<Container> write(
      Connection connection,
      @Nullable Owner owner,
      Row row,
      StoredContainer after,
      UUID token,
      Attempts.Note note)
      throws SQLException, ControllerException {
    leases.guard(connection, owner);
    Container before = row.stored().container();
    Container now = after.container();
    try (PreparedStatement statement =
        connection.prepareStatement(owner == null ? change : changeOwned)) {
      Values values =
          new Values(statement)
              .text(now.state())
              .number(now.priority())
              .flag(now.preemptible())
              .text(now.owner())
              .number(now.attempt())
              .text(now.instance())
              .time(now.startedAt())
              .words(now.error())
              .number(after.failedStarts())
              .number(after.losses())
              .number(after.ended())
              .number(after.preemptions())
              .number(after.retried())
              .object(token)
              .text(before.id())
              .text(before.state())
              .text(before.owner())
              .number(before.attempt())
              .number(row.version());
      if (owner != null) {
        values.text(owner.instanceSetId()).number(owner.fence());
      }
      if (statement.executeUpdate() == 0) {
        return Optional.empty();
      }
    }
    BigDecimal cost = note.write(attempts, connection, row, now);
    return Optional.of(cost.signum() == 0 ? now : now.withCost(now.cost().add(cost)));
  }
}
