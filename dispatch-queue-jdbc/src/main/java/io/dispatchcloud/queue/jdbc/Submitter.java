package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.StoredContainer;
import io.dispatchcloud.queue.jdbc.Columns.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Puts containers into the queue: all of a batch, or none. */
final class Submitter {
  /** How many go to the database at a time, within one transaction. */
  private static final int CHUNK = 1_000;

  private final Database database;
  private final String insert;
  private final String label;
  private final String specs;
  private final String run;

  Submitter(Database database, String schema) {
    this.database = database;
    insert =
        "INSERT INTO %s.container".formatted(schema)
            + " (id, run, needs, labels, retry, supervisor, submitted_priority,"
            + " submitted_preemptible, state, priority, preemptible)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?)";
    label =
        "INSERT INTO %1$s.container_label (digest, container_seq)".formatted(schema)
            + " SELECT ?, seq FROM %1$s.container WHERE id = ?".formatted(schema);
    specs =
        "SELECT "
            + Columns.withResult(schema)
            + ", c.run, c.retry, c.submitted_priority, c.submitted_preemptible"
            + Columns.fromWhole(schema)
            + " WHERE c.id = ANY (?)";
    run = "SELECT run FROM %s.container WHERE id = ?".formatted(schema);
  }

  Submission submit(Collection<ContainerSpec> batch) throws ControllerException {
    Map<ContainerId, ContainerSpec> wanted = new LinkedHashMap<>();
    for (ContainerSpec spec : batch) {
      ContainerSpec twice = wanted.putIfAbsent(spec.id(), spec);
      if (twice != null && !twice.equals(spec)) {
        throw new IllegalArgumentException(
            "container id: '" + spec.id() + "'; expected one specification, but the batch has two");
      }
    }
    Database.Call call =
        database.call(
            wanted.size() == 1
                ? "submit " + wanted.keySet().iterator().next()
                : "submit " + wanted.size() + " containers");
    // What a try whose answer was lost left, the next one finds there: it was added all the same.
    AtomicReference<List<ContainerId>> first = new AtomicReference<>();
    while (true) {
      try {
        Submission done = database.transaction(connection -> submit(connection, wanted, first));
        List<ContainerId> there = first.get();
        return there == null ? done : new Submission(without(wanted, there), there);
      } catch (SQLException e) {
        if (SqlTrouble.isDuplicate(e)) {
          // Somebody submitted one of these between the look and the insert.
          call.lostRace();
        } else {
          call.failed(e);
        }
      }
    }
  }

  private static List<ContainerId> without(
      Map<ContainerId, ContainerSpec> wanted, List<ContainerId> there) {
    Set<ContainerId> known = new HashSet<>(there);
    return wanted.keySet().stream().filter(id -> !known.contains(id)).toList();
  }

  private Submission submit(
      Connection connection,
      Map<ContainerId, ContainerSpec> wanted,
      AtomicReference<List<ContainerId>> first)
      throws SQLException, ConflictException {
    List<ContainerId> there = new ArrayList<>();
    for (List<ContainerId> chunk : chunks(List.copyOf(wanted.keySet()))) {
      there.addAll(there(connection, wanted, chunk));
    }
    List<ContainerId> lacking = without(wanted, there);
    for (List<ContainerId> chunk : chunks(lacking)) {
      insert(connection, chunk.stream().map(id -> Objects.requireNonNull(wanted.get(id))).toList());
    }
    first.compareAndSet(null, there);
    return new Submission(lacking, there);
  }

  private static <T> List<List<T>> chunks(List<T> all) {
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      chunks.add(all.subList(from, Math.min(from + CHUNK, all.size())));
    }
    return chunks;
  }

  /** Those of a chunk that were submitted before, all just the same. */
  private List<ContainerId> there(
      Connection connection, Map<ContainerId, ContainerSpec> wanted, List<ContainerId> chunk)
      throws SQLException, ConflictException {
    List<ContainerId> there = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(specs)) {
      Object[] names = chunk.stream().map(ContainerId::value).toArray();
      statement.setArray(1, connection.createArrayOf("varchar", names));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Container container = Columns.container(rows);
          if (!spec(container, rows).equals(wanted.get(container.id()))) {
            throw new ConflictException(
                "container id: '"
                    + container.id()
                    + "'; expected one that was not submitted before, or the same specification",
                container);
          }
          there.add(container.id());
        }
      }
    }
    return there;
  }

  private static ContainerSpec spec(Container container, ResultSet rows) throws SQLException {
    return new ContainerSpec(
        container.id(),
        Json.read(Columns.text(rows, "run"), RunSpec.class),
        container.needs(),
        rows.getLong("submitted_priority"),
        container.supervisor(),
        rows.getBoolean("submitted_preemptible"),
        container.labels(),
        Json.read(Columns.text(rows, "retry"), RetryRule.class));
  }

  private void insert(Connection connection, List<ContainerSpec> chunk) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (ContainerSpec spec : chunk) {
        new Values(statement)
            .text(spec.id())
            .text(Json.write(spec.run()))
            .text(Json.write(spec.needs()))
            .text(Json.write(spec.labels()))
            .text(Json.write(spec.retry()))
            .flag(spec.supervisor())
            .number(spec.priority())
            .flag(spec.preemptible())
            .number(spec.priority())
            .flag(spec.preemptible());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    if (chunk.stream().allMatch(spec -> spec.labels().isEmpty())) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(label)) {
      for (ContainerSpec spec : chunk) {
        for (Map.Entry<String, String> each : spec.labels().entrySet()) {
          new Values(statement).bytes(digest(each.getKey(), each.getValue())).text(spec.id());
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }

  /** What a label is found by. */
  static byte[] digest(String name, String value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] label = name.getBytes(StandardCharsets.UTF_8);
      // Its length first, so that no two labels are the same bytes.
      digest.update(Integer.toString(label.length).getBytes(StandardCharsets.US_ASCII));
      digest.update((byte) 0);
      digest.update(label);
      digest.update(value.getBytes(StandardCharsets.UTF_8));
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java platform has SHA-256", e);
    }
  }

  /** What is run in a container that was submitted. */
  RunSpec run(ContainerId id) throws ControllerException {
    return database.get(
        "read what is run in " + id,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(run)) {
            new Values(statement).text(id);
            try (ResultSet rows = statement.executeQuery()) {
              if (!rows.next()) {
                throw StoredContainer.absent(id);
              }
              return Json.read(Columns.text(rows, "run"), RunSpec.class);
            }
          }
        });
  }
}
