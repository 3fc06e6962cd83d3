package io.dispatchcloud.queue.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How PostgreSQL goes about it in a filled table: it reads along an index, and neither reads the
 * table through nor sorts, whether it knows the parameters or plans for any.
 */
@DisplayName("QUEUE-3 what polling costs in a table of 400,000")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanTest {
  private static final long FIRST = Long.MIN_VALUE;

  private JdbcEnvironment environment;
  private Listing listing;

  @BeforeAll
  void fill() throws Exception {
    environment = JdbcEnvironment.postgres();
    String schema = '"' + environment.schema() + '"';
    listing = new Listing(new Database(new PGSimpleDataSource(), InstantSource.system()), schema);
    // Half have ended, a quarter waits, and some run.
    environment.sql(
        """
        INSERT INTO SCHEMA.container (id, run, needs, labels, retry, supervisor,
          submitted_priority, submitted_preemptible, state, priority, preemptible, held_by, attempt)
        SELECT 'c' || n, '{}', '{}', '{}', '{}', false, n % 5, false,
          CASE n % 4 WHEN 0 THEN 'QUEUED' WHEN 1 THEN 'RUNNING' ELSE 'COMPLETE' END,
          n % 3, false, CASE n % 4 WHEN 1 THEN 'set' || n % 2 END, 1
        FROM generate_series(1, 400000) AS n
        """
            .replace("SCHEMA", schema));
    environment.sql(
        """
        INSERT INTO SCHEMA.attempt (container_seq, number, instance_set, fence, preemptible, outcome)
        SELECT seq, 1, 'set1', 1, false, 'FINISHED' FROM SCHEMA.container WHERE state <> 'QUEUED'
        """
            .replace("SCHEMA", schema));
    environment.sql("VACUUM ANALYZE " + schema + ".container");
    environment.sql("VACUUM ANALYZE " + schema + ".attempt");
  }

  @AfterAll
  void end() throws Exception {
    environment.end();
  }

  static Stream<Arguments> lists() {
    return Stream.of("force_custom_plan", "force_generic_plan")
        .flatMap(
            mode ->
                Stream.of(
                    Arguments.of(mode, "queued", "bigint, bigint, bigint", FIRST + ", 0, 1001"),
                    Arguments.of(mode, "queued", "bigint, bigint, bigint", "-3, 77777, 1001"),
                    Arguments.of(
                        mode,
                        "locked",
                        "text, bigint, text, bigint",
                        "'set1', 77777, 'set1', 1001"),
                    Arguments.of(mode, "by id", "varchar[]", "'{c1,c77777,nobody}'")));
  }

  private String sql(String list) {
    return switch (list) {
      case "queued" -> listing.queuedSql();
      case "locked" -> listing.lockedSql();
      default -> listing.byIdSql();
    };
  }

  @ParameterizedTest(name = "{1} ({3}), {0}")
  @MethodSource("lists")
  @DisplayName("QUEUE-3 is that of a page, read along an index")
  void isReadAlongAnIndex(String mode, String list, String types, String values) throws Exception {
    String plan = explain(mode, sql(list), types, values);

    assertThat(plan)
        .contains("Index Scan using " + index(list))
        .as("what attempts cost")
        .contains("attempt_pkey")
        .doesNotContain("Seq Scan", "Sort");
  }

  private static String index(String list) {
    return switch (list) {
      case "queued" -> "container_queued";
      case "locked" -> "container_held";
      default -> "container_pkey";
    };
  }

  private static String explain(String mode, String sql, String types, String values)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(Server.url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("SET plan_cache_mode = " + mode);
      statement.execute("PREPARE list (" + types + ") AS " + numbered(sql));
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows = statement.executeQuery("EXPLAIN EXECUTE list (" + values + ")")) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }

  private static String numbered(String sql) {
    AtomicInteger next = new AtomicInteger();
    return Pattern.compile("[?]").matcher(sql).replaceAll(mark -> "\\$" + next.incrementAndGet());
  }
}
