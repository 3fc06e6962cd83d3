package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What attempts cost. It follows from what the changes of a container leave in its attempt's row
 * (the price with the start, the times with the end, each under the fence), so that there is no
 * moment at which an attempt has ended and its cost is still to be recorded.
 */
final class Costs {
  private static final BigDecimal NANOS_AN_HOUR = BigDecimal.valueOf(Duration.ofHours(1).toNanos());
  private static final int DIGITS = 12;

  private final Database database;
  private final String list;

  Costs(Database database, String schema) {
    this.database = database;
    list =
        "SELECT c.id, a.outcome, a.started_at, a.finished_at, a.placed_at, a.price_per_hour, a.cost"
            + " FROM %1$s.attempt a JOIN %1$s.container c ON c.seq = a.container_seq"
                .formatted(schema)
            + " WHERE c.id = ANY (?)";
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
                BigDecimal cost = read(rows);
                if (cost != null && cost.signum() > 0) {
                  costs.merge(new ContainerId(Columns.text(rows, "id")), cost, BigDecimal::add);
                }
              }
            }
          }
          return costs;
        });
  }

  /**
   * What one attempt cost: what somebody said, else its price for the time that it ran, which is
   * told by its result, or that it had its place, by the database's clock.
   */
  static @Nullable BigDecimal read(ResultSet rows) throws SQLException {
    BigDecimal said = rows.getBigDecimal("cost");
    if (said != null) {
      return said;
    }
    boolean ran = AttemptOutcome.valueOf(Columns.text(rows, "outcome")) == AttemptOutcome.FINISHED;
    Instant from = Columns.timeOrNull(rows, ran ? "started_at" : "placed_at");
    Instant to = Columns.timeOrNull(rows, "finished_at");
    BigDecimal price = rows.getBigDecimal("price_per_hour");
    return price == null || from == null || to == null ? null : cost(price, from, to);
  }

  private static BigDecimal cost(BigDecimal pricePerHour, Instant from, Instant to) {
    Duration time = Duration.between(from, to);
    if (time.isNegative()) {
      return BigDecimal.ZERO;
    }
    BigDecimal nanos =
        BigDecimal.valueOf(time.getSeconds(), -9).add(BigDecimal.valueOf(time.getNano()));
    BigDecimal cost =
        pricePerHour
            .multiply(nanos)
            .divide(NANOS_AN_HOUR, DIGITS, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return cost.scale() < 0 ? cost.setScale(0) : cost;
  }
}
