package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.queue.jdbc.Columns.Values;
import io.dispatchcloud.queue.jdbc.Listing.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What users look for. */
final class Search {

  private final Database database;
  private final String from;
  private final String labelled;
  private final String anyUnfinished;
  private final String unfinished;

  Search(Database database, String schema) {
    this.database = database;
    from = "SELECT " + Columns.withResult(schema) + Columns.fromWhole(schema);
    labelled =
        " JOIN %s.container_label l ON l.container_seq = c.seq AND l.digest = ?".formatted(schema);
    // One statement sees one moment: what goes from state to state is not missed in between.
    anyUnfinished =
        Stream.of("QUEUED", "LOCKED", "RUNNING")
            .map(
                "EXISTS (SELECT 1 FROM %s.container WHERE state = '%%s')".formatted(schema)
                    ::formatted)
            .collect(Collectors.joining(" OR ", "SELECT 1 WHERE ", ""));
    unfinished =
        "SELECT 1 FROM %s.container WHERE id = ANY (?)".formatted(schema)
            + " AND state NOT IN ('COMPLETE', 'CANCELLED') LIMIT 1";
  }

  /** A page of what a filter lets through, in the order of submission. */
  Page<Container> list(ContainerFilter filter, String page) throws ControllerException {
    long after = page.isEmpty() ? Long.MIN_VALUE : Listing.number(page, page);
    List<Place> found =
        database.get("list containers", connection -> find(connection, filter, after));
    return Listing.page(found, last -> Long.toString(last.seq()));
  }

  private List<Place> find(Connection connection, ContainerFilter filter, long after)
      throws SQLException {
    List<ContainerState> states =
        Stream.of(ContainerState.values()).filter(filter.states()::contains).toList();
    try (PreparedStatement statement = connection.prepareStatement(sql(filter, states.size()))) {
      Values values = new Values(statement);
      for (int i = 0; i < Math.max(1, states.size()); i++) {
        Map.Entry<String, String> label = filter.label();
        if (label != null) {
          values.bytes(Submitter.digest(label.getKey(), label.getValue()));
        }
        if (states.isEmpty()) {
          values.number(after);
        } else {
          values.text(states.get(i)).number(after).text(states.get(i));
        }
        if (filter.owner() != null) {
          values.text(filter.owner());
        }
        values.number(Listing.PAGE_SIZE + 1L);
      }
      if (states.size() > 1) {
        values.number(Listing.PAGE_SIZE + 1L);
      }
      return Listing.places(statement);
    }
  }

  /**
   * State by state, each in the order of an index, and then the first of them all; in one
   * statement, which sees one moment: what goes from state to state meanwhile is there once.
   */
  private String sql(ContainerFilter filter, int states) {
    String one =
        from
            + (filter.label() == null ? "" : labelled)
            // One state as a range: see Listing.
            + (states == 0
                ? " WHERE c.seq > ?"
                : " WHERE (c.state, c.seq) > (?, ?) AND c.state <= ?")
            + (filter.owner() == null ? "" : " AND c.held_by = ?")
            + (states == 0 ? " ORDER BY c.seq LIMIT ?" : " ORDER BY c.state, c.seq LIMIT ?");
    return states < 2
        ? one
        : Stream.generate(() -> "(" + one + ")")
            .limit(states)
            .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY seq LIMIT ?"));
  }

  /** Whether any container has not ended yet. */
  boolean anyUnfinished() throws ControllerException {
    return database.get(
        "look for what has not ended",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(anyUnfinished)) {
            return isAnswered(statement);
          }
        });
  }

  /** Whether any of these has not ended yet. */
  boolean anyUnfinished(Collection<ContainerId> ids) throws ControllerException {
    return database.get(
        "look for what has not ended",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(unfinished)) {
            Object[] names = ids.stream().map(ContainerId::value).toArray();
            statement.setArray(1, connection.createArrayOf("varchar", names));
            return isAnswered(statement);
          }
        });
  }

  private static boolean isAnswered(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }
}
