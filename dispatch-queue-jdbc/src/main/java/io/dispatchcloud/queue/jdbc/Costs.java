package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What attempts cost. It follows from what the changes of a container leave in its attempt's row
 * (the price with the start, the times with the end, each under the fence), so that there is no
 * moment at which an attempt has ended and its cost is still to be recorded. The rule is written
 * down once, in SQL that both databases speak, so that all who ask come to the same.
 */
final class Costs {
  /**
   * What an attempt {@code a} cost: what somebody said, else its price for the time that it ran,
   * which is told by its result, or that it had its place, by the database's clock. Null while it
   * is underway, or where it never had a price.
   */
  static final String OF_ATTEMPT =
      "CASE WHEN a.outcome = 'UNDERWAY' THEN NULL"
          + " WHEN a.cost IS NOT NULL THEN a.cost"
          + " ELSE ROUND(a.price_per_hour * GREATEST(CAST(EXTRACT(EPOCH FROM a.finished_at"
          + " - CASE WHEN a.outcome = 'FINISHED' THEN a.started_at ELSE a.placed_at END)"
          // So many digits for PostgreSQL to divide as exactly as is rounded then.
          + " AS numeric(30, 12)), 0) / 3600, 12) END";

  private final Database database;
  private final String list;

  Costs(Database database, String schema) {
    this.database = database;
    list =
        "SELECT c.id, SUM(%s) AS spent".formatted(OF_ATTEMPT)
            + " FROM %1$s.attempt a JOIN %1$s.container c ON c.seq = a.container_seq"
                .formatted(schema)
            + " WHERE c.id = ANY (?) GROUP BY c.id";
  }

  /**
   * What all attempts at a container {@code c} that have ended cost together; null for nothing. It
   * does not look at attempts where none has ended: most have none, or their first one.
   */
  static String ofContainer(String schema) {
    return "CASE WHEN c.attempt > 1 OR (c.attempt = 1 AND c.held_by IS NULL) THEN"
        + " (SELECT SUM(%s) FROM %s.attempt a WHERE a.container_seq = c.seq) END"
            .formatted(OF_ATTEMPT, schema);
  }

  static BigDecimal orNothing(@Nullable BigDecimal cost) {
    return cost == null ? BigDecimal.ZERO : plain(cost);
  }

  /** As it would be written by hand. */
  static BigDecimal plain(BigDecimal cost) {
    BigDecimal plain = cost.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  /** What all attempts at these that have ended cost together; without those that cost nothing. */
  Map<ContainerId, BigDecimal> of(Collection<ContainerId> ids) throws ControllerException {
    return database.get(
        "look up what " + ids.size() + " containers cost",
        connection -> {
          Map<ContainerId, BigDecimal> costs = new LinkedHashMap<>();
          try (PreparedStatement statement = connection.prepareStatement(list)) {
            Object[] names = ids.stream().map(ContainerId::value).distinct().toArray();
            statement.setArray(1, connection.createArrayOf("varchar", names));
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                BigDecimal cost = orNothing(rows.getBigDecimal("spent"));
                if (cost.signum() > 0) {
                  costs.put(new ContainerId(Columns.text(rows, "id")), cost);
                }
              }
            }
          }
          return costs;
        });
  }
}
