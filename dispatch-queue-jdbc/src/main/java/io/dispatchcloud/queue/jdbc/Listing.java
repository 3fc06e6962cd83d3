package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.queue.jdbc.Columns.Values;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What dispatchers list. Every list is read in the order of an index, from where the page before
 * ended, so that its cost is that of the page, whatever else there is.
 */
final class Listing {
  static final int PAGE_SIZE = 1_000;

  private final Database database;
  private final String locked;
  private final String queued;
  private final String byId;

  Listing(Database database, String schema) {
    this.database = database;
    String select = "SELECT %s FROM %s.container c".formatted(Columns.unfinished(schema), schema);
    // The holder is a range of one, and not an equality: else the planner sees that the order is
    // that of the numbers alone, and may go through those of all containers.
    locked =
        select
            + " WHERE (c.held_by, c.seq) > (?, ?) AND c.held_by <= ?"
            + " ORDER BY c.held_by, c.seq LIMIT ?";
    // A priority of 1 has the rank -2; what is on hold has higher ones.
    queued =
        select
            + " WHERE c.state = 'QUEUED' AND (c.queue_rank, c.seq) > (?, ?) AND c.queue_rank <= -2"
            + " ORDER BY c.state, c.queue_rank, c.seq LIMIT ?";
    byId =
        "SELECT "
            + Columns.withResult(schema)
            + Columns.fromWhole(schema)
            + " WHERE c.id = ANY (?)";
  }

  String lockedSql() {
    return locked;
  }

  String queuedSql() {
    return queued;
  }

  String byIdSql() {
    return byId;
  }

  /** One container of a list, and its place in it. */
  record Place(Container container, long rank, long seq) {}

  Page<Container> locked(InstanceSetId set, String page) throws ControllerException {
    long after = page.isEmpty() ? Long.MIN_VALUE : number(page, page);
    List<Place> found =
        database.get(
            "list what " + set + " has locked",
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(locked)) {
                new Values(statement).text(set).number(after).text(set).number(PAGE_SIZE + 1L);
                return places(statement);
              }
            });
    return page(found, last -> Long.toString(last.seq()));
  }

  Page<Container> queued(String page) throws ControllerException {
    String[] place = page.split(":", -1);
    if (!page.isEmpty() && place.length != 2) {
      throw badPage(page);
    }
    long rank = page.isEmpty() ? Long.MIN_VALUE : number(place[0], page);
    long seq = page.isEmpty() ? Long.MIN_VALUE : number(place[1], page);
    List<Place> found =
        database.get(
            "list what is queued",
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(queued)) {
                new Values(statement).number(rank).number(seq).number(PAGE_SIZE + 1L);
                return places(statement);
              }
            });
    return page(found, last -> last.rank() + ":" + last.seq());
  }

  static List<Place> places(PreparedStatement statement) throws SQLException {
    List<Place> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Place(Columns.container(rows), rows.getLong("queue_rank"), rows.getLong("seq")));
      }
    }
    return found;
  }

  /** How the next page is asked for, given the last of this one. */
  @FunctionalInterface
  interface Next {
    String after(Place last);
  }

  static Page<Container> page(List<Place> found, Next next) {
    boolean more = found.size() > PAGE_SIZE;
    List<Place> shown = more ? found.subList(0, PAGE_SIZE) : found;
    return new Page<>(
        shown.stream().map(Place::container).toList(),
        more ? next.after(shown.get(shown.size() - 1)) : "");
  }

  static long number(String text, String given) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw badPage(given);
    }
  }

  private static IllegalArgumentException badPage(String page) {
    return new IllegalArgumentException(
        "page: '" + page + "'; expected nothing, or what the page before said");
  }

  List<Container> byId(Collection<ContainerId> ids) throws ControllerException {
    return database.get(
        "look up " + ids.size() + " containers",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(byId)) {
            Object[] names = ids.stream().map(ContainerId::value).distinct().toArray();
            statement.setArray(1, connection.createArrayOf("varchar", names));
            return places(statement).stream().map(Place::container).toList();
          }
        });
  }
}
