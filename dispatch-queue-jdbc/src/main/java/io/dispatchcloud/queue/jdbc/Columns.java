package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.StoredContainer;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Containers as columns, there and back. */
final class Columns {
  private Columns() {}

  /** What {@link #container} reads of a container {@code c} that has no result. */
  static String unfinished(String schema) {
    return "c.seq, c.id, c.state, c.priority, c.needs, c.labels, c.supervisor, c.preemptible,"
        + " c.created_at, c.held_by, c.attempt, c.instance, c.started_at, c.error,"
        + " c.queue_rank, "
        + Costs.ofContainer(schema)
        + " AS spent";
  }

  /** What {@link #container} reads of a container {@code c} and its newest attempt {@code a}. */
  static String withResult(String schema) {
    return unfinished(schema)
        + ", a.exit_status, a.started_at AS ran_from, a.finished_at, a.stdout,"
        + " a.stdout_length, a.stderr, a.stderr_length";
  }

  /** What {@link #row} reads. */
  static String stored(String schema) {
    return withResult(schema)
        + ", c.retry, c.failed_starts, c.losses, c.ended, c.preemptions, c.retried, c.version,"
        + " c.token";
  }

  /** Where a container with its result is found: {@code c} and {@code a}. */
  static String fromWhole(String schema) {
    return " FROM %1$s.container c LEFT JOIN %1$s.attempt a".formatted(schema)
        + " ON a.container_seq = c.seq AND a.number = c.attempt AND c.state = 'COMPLETE'";
  }

  /**
   * A container's row.
   *
   * @param seq its number in the order of submission
   * @param stored what the row holds
   * @param version which change this is
   * @param token the token of the newest change; null before the first
   */
  record Row(long seq, StoredContainer stored, long version, @Nullable UUID token) {}

  static Row row(ResultSet rows) throws SQLException {
    return new Row(
        rows.getLong("seq"),
        stored(rows),
        rows.getLong("version"),
        rows.getObject("token", UUID.class));
  }

  static StoredContainer stored(ResultSet rows) throws SQLException {
    return new StoredContainer(
        container(rows),
        Json.read(text(rows, "retry"), RetryRule.class),
        rows.getInt("failed_starts"),
        rows.getInt("losses"),
        rows.getInt("ended"),
        rows.getInt("preemptions"),
        rows.getLong("retried"));
  }

  static Container container(ResultSet rows) throws SQLException {
    ContainerState state = ContainerState.valueOf(text(rows, "state"));
    String heldBy = rows.getString("held_by");
    String instance = rows.getString("instance");
    return new Container(
        new ContainerId(text(rows, "id")),
        state,
        rows.getLong("priority"),
        Json.read(text(rows, "needs"), Needs.class),
        rows.getBoolean("supervisor"),
        rows.getBoolean("preemptible"),
        Json.readTexts(text(rows, "labels")),
        time(rows, "created_at"),
        heldBy == null ? null : new InstanceSetId(heldBy),
        rows.getLong("attempt"),
        instance == null ? null : new InstanceId(instance),
        timeOrNull(rows, "started_at"),
        state == ContainerState.COMPLETE ? result(rows, "ran_from") : null,
        text(rows, "error"),
        Costs.orNothing(rows.getBigDecimal("spent")));
  }

  static RunResult result(ResultSet rows, String startedAt) throws SQLException {
    return new RunResult(
        rows.getInt("exit_status"),
        time(rows, startedAt),
        time(rows, "finished_at"),
        tail(rows, "stdout"),
        tail(rows, "stderr"));
  }

  private static OutputTail tail(ResultSet rows, String column) throws SQLException {
    byte[] bytes = Objects.requireNonNull(rows.getBytes(column), column);
    return new OutputTail(bytes, rows.getLong(column + "_length"));
  }

  static String text(ResultSet rows, String column) throws SQLException {
    return Objects.requireNonNull(rows.getString(column), column);
  }

  static Instant time(ResultSet rows, String column) throws SQLException {
    return Objects.requireNonNull(timeOrNull(rows, column), column);
  }

  static @Nullable Instant timeOrNull(ResultSet rows, String column) throws SQLException {
    OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** A statement's values, from the first on. Not thread-safe. */
  static final class Values {
    private final PreparedStatement statement;
    private int next = 1;

    Values(PreparedStatement statement) {
      this.statement = statement;
    }

    Values number(long value) throws SQLException {
      statement.setLong(next++, value);
      return this;
    }

    Values flag(boolean value) throws SQLException {
      statement.setBoolean(next++, value);
      return this;
    }

    /** Text for people: PostgreSQL keeps no NUL. */
    Values words(String value) throws SQLException {
      return text(value.replace('\0', '\uFFFD'));
    }

    Values text(@Nullable Object value) throws SQLException {
      statement.setString(next++, value == null ? null : value.toString());
      return this;
    }

    Values time(@Nullable Instant value) throws SQLException {
      if (value == null) {
        statement.setNull(next++, Types.TIMESTAMP_WITH_TIMEZONE);
      } else {
        statement.setObject(next++, value.atOffset(ZoneOffset.UTC));
      }
      return this;
    }

    Values bytes(byte[] value) throws SQLException {
      statement.setBytes(next++, value);
      return this;
    }

    Values decimal(@Nullable BigDecimal value) throws SQLException {
      statement.setBigDecimal(next++, value);
      return this;
    }

    Values object(Object value) throws SQLException {
      statement.setObject(next++, value);
      return this;
    }
  }
}
