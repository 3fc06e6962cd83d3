package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.queue.jdbc.Columns.Row;
import io.dispatchcloud.queue.jdbc.Columns.Values;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of each attempt, written in the transaction that changes the container. */
final class Attempts {
  private final Database database;
  private final String insert;
  private final String place;
  private final String update;
  private final String end;
  private final String thin;
  private final String finish;
  private final String list;
  private final String cost;

  Attempts(Database database, Dialect dialect, String schema) {
    this.database = database;
    String mine = " WHERE container_seq = ? AND number = ? AND outcome = 'UNDERWAY'";
    insert =
        "INSERT INTO %s.attempt (container_seq, number, instance_set, fence, preemptible, outcome)"
                .formatted(schema)
            + " VALUES (?, ?, ?, ?, ?, 'UNDERWAY')";
    place =
        "UPDATE %s.attempt SET instance = ?, price_per_hour = ?, placed_at = CURRENT_TIMESTAMP"
                .formatted(schema)
            + mine;
    update = "UPDATE %s.attempt SET instance = ?, started_at = ?".formatted(schema) + mine;
    end =
        dialect.answering(
            "UPDATE %s.attempt AS a SET outcome = ?, reason = ?, finished_at = CURRENT_TIMESTAMP"
                    .formatted(schema)
                + mine,
            Costs.OF_ATTEMPT);
    thin =
        "DELETE FROM %s.attempt WHERE container_seq = ? AND number < ?".formatted(schema)
            + " AND outcome = 'NOT_STARTED' AND reason <> 'START_FAILED' AND instance IS NULL";
    finish =
        dialect.answering(
            "UPDATE %s.attempt AS a SET outcome = 'FINISHED', reason = ?, instance = ?,"
                    .formatted(schema)
                + " started_at = ?, finished_at = ?, exit_status = ?, stdout = ?,"
                + " stdout_length = ?, stderr = ?, stderr_length = ?"
                + mine,
            Costs.OF_ATTEMPT);
    list =
        "SELECT a.*, %s AS spent".formatted(Costs.OF_ATTEMPT)
            + " FROM %1$s.attempt a JOIN %1$s.container c ON c.seq = a.container_seq"
                .formatted(schema)
            + " WHERE c.id = ? ORDER BY a.number";
    cost =
        "UPDATE %1$s.attempt SET cost = ? WHERE number = ? AND container_seq =".formatted(schema)
            + " (SELECT seq FROM %1$s.container WHERE id = ?)".formatted(schema);
  }

  /** What a change of a container means for its newest attempt. */
  @FunctionalInterface
  interface Note {
    /** Nothing. */
    Note NONE = (attempts, connection, row, after) -> BigDecimal.ZERO;

    /** What the attempt cost, if this ends it; else nothing. */
    BigDecimal write(Attempts attempts, Connection connection, Row row, Container after)
        throws SQLException, ControllerException;

    default Note and(Note next) {
      return (attempts, connection, row, after) ->
          write(attempts, connection, row, after).add(next.write(attempts, connection, row, after));
    }
  }

  /** A result that finds no row would leave a container that can't be read: it is not recorded. */
  private static void requireOne(int rows, Container after) throws ControllerException {
    if (rows != 1) {
      throw new ControllerException(
          "attempt %d of %s: the table attempt has %d rows of it that are underway; expected one."
                  .formatted(after.attempt(), after.id(), rows)
              + " Nothing was changed; somebody else deleted or changed rows there");
    }
  }

  /** It was locked. */
  static Note begun(Owner owner) {
    return (attempts, connection, row, after) -> {
      try (PreparedStatement statement = connection.prepareStatement(attempts.insert)) {
        new Values(statement)
            .number(row.seq())
            .number(after.attempt())
            .text(owner.instanceSetId())
            .number(owner.fence())
            .flag(after.preemptible());
        statement.executeUpdate();
        return BigDecimal.ZERO;
      }
    };
  }

  /** It is about to be started, at a price; null where nobody told one. */
  static Note placed(@Nullable BigDecimal pricePerHour) {
    return (attempts, connection, row, after) -> {
      try (PreparedStatement statement = connection.prepareStatement(attempts.place)) {
        new Values(statement)
            .text(after.instance())
            .decimal(pricePerHour)
            .number(row.seq())
            .number(after.attempt());
        statement.executeUpdate();
        return BigDecimal.ZERO;
      }
    };
  }

  /** It was seen to run. */
  static Note moved() {
    return (attempts, connection, row, after) -> {
      try (PreparedStatement statement = connection.prepareStatement(attempts.update)) {
        new Values(statement)
            .text(after.instance())
            .time(after.startedAt())
            .number(row.seq())
            .number(after.attempt());
        statement.executeUpdate();
        return BigDecimal.ZERO;
      }
    };
  }

  /** It ended otherwise than by itself. */
  static Note ended(AttemptOutcome outcome, String reason) {
    return (attempts, connection, row, after) -> {
      try (PreparedStatement statement = connection.prepareStatement(attempts.end)) {
        new Values(statement).text(outcome).words(reason).number(row.seq()).number(after.attempt());
        List<BigDecimal> ended = costs(statement);
        return ended.isEmpty() ? BigDecimal.ZERO : ended.get(0);
      }
    };
  }

  /**
   * It was given back. While there is no room a container may be locked and given back for days: of
   * such attempts, which came to nothing and count for nothing, only the newest is kept.
   */
  static Note notStarted(UnlockReason reason) {
    Note end = ended(AttemptOutcome.NOT_STARTED, reason.name());
    return reason == UnlockReason.START_FAILED ? end : end.and(Attempts::thinOut);
  }

  private static BigDecimal thinOut(
      Attempts attempts, Connection connection, Row row, Container after) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(attempts.thin)) {
      new Values(statement).number(row.seq()).number(after.attempt());
      statement.executeUpdate();
      return BigDecimal.ZERO;
    }
  }

  /** Ends attempts, and tells what each of them cost. */
  private static List<BigDecimal> costs(PreparedStatement end) throws SQLException {
    List<BigDecimal> costs = new ArrayList<>();
    try (ResultSet rows = end.executeQuery()) {
      while (rows.next()) {
        costs.add(Costs.orNothing(rows.getBigDecimal(1)));
      }
    }
    return costs;
  }

  /** It ended by itself. */
  static Note finished(InstanceId instance, RunResult result) {
    return (attempts, connection, row, after) -> {
      InstanceId first = row.stored().container().instance();
      try (PreparedStatement statement = connection.prepareStatement(attempts.finish)) {
        new Values(statement)
            .text(after.state().isFinal() ? "" : after.error())
            .text(after.instance() != null ? after.instance() : first != null ? first : instance)
            .time(result.startedAt())
            .time(result.finishedAt())
            .number(result.exitStatus())
            .bytes(result.stdout().bytes())
            .number(result.stdout().length())
            .bytes(result.stderr().bytes())
            .number(result.stderr().length())
            .number(row.seq())
            .number(after.attempt());
        List<BigDecimal> ended = costs(statement);
        requireOne(ended.size(), after);
        return ended.get(0);
      }
    };
  }

  List<AttemptRecord> list(ContainerId id) throws ControllerException {
    return database.get(
        "list the attempts of " + id,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(list)) {
            new Values(statement).text(id);
            List<AttemptRecord> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                found.add(read(id, rows));
              }
            }
            return List.copyOf(found);
          }
        });
  }

  private static AttemptRecord read(ContainerId id, ResultSet rows) throws SQLException {
    AttemptOutcome outcome = AttemptOutcome.valueOf(Columns.text(rows, "outcome"));
    String instance = rows.getString("instance");
    BigDecimal cost = rows.getBigDecimal("spent");
    return new AttemptRecord(
        new Attempt(id, rows.getLong("number")),
        new InstanceSetId(Columns.text(rows, "instance_set")),
        rows.getBoolean("preemptible"),
        outcome,
        Columns.text(rows, "reason"),
        instance == null ? null : new InstanceId(instance),
        Columns.time(rows, "locked_at"),
        Columns.timeOrNull(rows, "started_at"),
        Columns.timeOrNull(rows, "finished_at"),
        outcome == AttemptOutcome.FINISHED ? Columns.result(rows, "started_at") : null,
        cost == null ? null : Costs.plain(cost));
  }

  /** Says what an attempt cost; whether there is such an attempt. */
  boolean cost(Attempt attempt, BigDecimal amount) throws ControllerException {
    return database.get(
        "record the cost of " + attempt,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(cost)) {
            new Values(statement).object(amount).number(attempt.number()).text(attempt.container());
            return statement.executeUpdate() == 1;
          }
        });
  }
}
