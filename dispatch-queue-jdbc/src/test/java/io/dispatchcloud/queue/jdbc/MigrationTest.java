package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.HOST;
import static io.dispatchcloud.queue.jdbc.Stores.SET;
import static io.dispatchcloud.queue.jdbc.Stores.T0;
import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.result;
import static io.dispatchcloud.queue.jdbc.Stores.specOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.queue.jdbc.Stores.Kind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName(
    "CTR-1 CTR-7 tables of the first version, with containers in them, become the newest's")
class MigrationTest {
  private static final List<String> NAMES =
      List.of("queued", "locked", "running", "complete", "cancelled");

  /** What the first version wrote, word for word: it must be read for ever. */
  private static final String CONTAINER =
      """
      INSERT INTO "SCHEMA".container (id, run, needs, labels, retry, supervisor, submitted_priority,
        submitted_preemptible, created_at, state, priority, preemptible, held_by, attempt, instance,
        started_at, error, losses, version)
      VALUES ('NAME',
        '{"command":["run"],"environment":{"TOKEN":"5ec7e75ec7e7"},"image":"","workingDirectory":""}',
        '{"vcpus":1,"ram":1048576,"cacheRam":0,"tmp":0,"imageSize":0,"cacheDisk":0,"gpu":{"stack":"","deviceCount":0,"driverVersion":"","hardwareTargets":[],"vram":0}}',
        '{"team":"red"}', '{"exitStatus":[75],"attempts":2,"onDemandAfter":1}', false, 5, true,
        TIMESTAMP WITH TIME ZONE '2026-01-02 03:04:05+00', REST)
      """;

  private static final String LABEL =
      """
      INSERT INTO "SCHEMA".container_label (digest, container_seq)
      SELECT CAST('digest of ' || id AS bytea), seq FROM "SCHEMA".container
      """;

  private static final String ATTEMPT =
      """
      INSERT INTO "SCHEMA".attempt (container_seq, number, instance_set, fence, preemptible, outcome,
        reason, instance, locked_at, started_at, finished_at, exit_status, stdout, stdout_length,
        stderr, stderr_length, cost)
      SELECT seq, NUMBER, 'set', 7, true, REST FROM "SCHEMA".container WHERE id = 'NAME'
      """;

  private static final String AT = "TIMESTAMP WITH TIME ZONE '2026-01-02 03:04:05+00'";
  private static final String LATER = "TIMESTAMP WITH TIME ZONE '2026-01-02 03:04:14+00'";
  private static final String NO_RESULT = ", NULL, NULL, NULL, NULL, NULL, NULL";

  private final String schema = Server.newSchema();
  private JdbcEnvironment environment;
  private JdbcController store;

  @AfterEach
  void end() throws Exception {
    environment.end();
  }

  /** Opens a store on the tables of the first version. */
  private void open(Kind kind) throws SQLException, ControllerException {
    // Held meanwhile: with its last connection a database in memory is gone.
    try (Connection connection = connect(kind);
        Statement statement = connection.createStatement()) {
      PlainDataSource connections =
          new PlainDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
              return connect(kind);
            }
          };
      int made =
          Schema.configuration(connections, Dialect.of(connection), schema)
              .target("1")
              .load()
              .migrate()
              .migrationsExecuted;
      assertThat(made).isEqualTo(1);
      fill(statement);
      environment = kind.open(schema);
      store = environment.controller();
    }
  }

  private Connection connect(Kind kind) throws SQLException {
    return DriverManager.getConnection(kind.url(schema), kind.user(), "");
  }

  private void fill(Statement statement) throws SQLException {
    write(
        statement,
        "INSERT INTO \"SCHEMA\".lease (instance_set, fence, holder, expires_at, token) VALUES"
            + " ('set', 7, 'former', AT, '00000000-0000-0000-0000-000000000007')");
    container(statement, "queued", "'QUEUED', 5, true, NULL, 0, NULL, NULL, '', 0, 0");
    container(statement, "locked", "'LOCKED', 5, true, 'set', 1, NULL, NULL, '', 0, 1");
    container(statement, "running", "'RUNNING', 5, true, 'set', 2, 'i-1', AT, '', 1, 6");
    container(statement, "complete", "'COMPLETE', 5, true, NULL, 1, 'i-1', AT, '', 0, 4");
    container(statement, "cancelled", "'CANCELLED', 5, true, NULL, 1, NULL, NULL, 'no', 0, 2");
    write(statement, LABEL);
    attempt(statement, "locked", 1, "'UNDERWAY', '', NULL, AT, NULL, NULL" + NO_RESULT);
    attempt(statement, "running", 1, "'LOST', 'gone', 'i-0', AT, NULL, LATER" + NO_RESULT);
    attempt(statement, "running", 2, "'UNDERWAY', '', 'i-1', AT, AT, NULL" + NO_RESULT);
    attempt(
        statement,
        "complete",
        1,
        "'FINISHED', '', 'i-1', AT, AT, LATER, 0, CAST('out' AS bytea), 3, CAST('' AS bytea), 0, 0.125");
    attempt(statement, "cancelled", 1, "'CANCELLED', 'no', NULL, AT, NULL, LATER" + NO_RESULT);
  }

  private void container(Statement statement, String name, String rest) throws SQLException {
    write(statement, CONTAINER.replace("NAME", name).replace("REST", rest));
  }

  private void attempt(Statement statement, String name, int number, String rest)
      throws SQLException {
    write(
        statement,
        ATTEMPT
            .replace("NAME", name)
            .replace("NUMBER", Integer.toString(number))
            .replace("REST", rest));
  }

  private void write(Statement statement, String sql) throws SQLException {
    String whole = sql.replace(" AT", " " + AT).replace("LATER", LATER).replace("SCHEMA", schema);
    assertThat(statement.executeUpdate(whole)).isPositive();
  }

  private static ContainerSpec spec(String name) {
    return specOf(name)
        .priority(5)
        .preemptible(true)
        .labels(Map.of("team", "red"))
        .retry(new RetryRule(Set.of(75), 2, 1))
        .build();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-1 RUN-5 all of it is still there, as it was")
  void kept(Kind kind) throws Exception {
    open(kind);

    assertThat(store.list(ContainerFilter.ALL, Page.FIRST).items())
        .extracting(each -> each.id().value() + " " + each.state() + " " + each.attempt())
        .containsExactly(
            "queued QUEUED 0",
            "locked LOCKED 1",
            "running RUNNING 2",
            "complete COMPLETE 1",
            "cancelled CANCELLED 1");
    assertThat(store.submit(NAMES.stream().map(MigrationTest::spec).toList()).added())
        .as("they are the same specifications")
        .isEmpty();
    Container running = store.find(id("running")).orElseThrow();
    assertThat(running.instance()).isEqualTo(HOST);
    assertThat(running.startedAt()).isEqualTo(T0);
    assertThat(running.owner()).isEqualTo(SET);
    Container complete = store.find(id("complete")).orElseThrow();
    assertThat(complete.result()).usingRecursiveComparison().isEqualTo(result(0));
    assertThat(store.find(id("cancelled")).orElseThrow().error()).isEqualTo("no");
    assertThat(store.attempts(id("running")))
        .extracting(each -> each.outcome() + " " + each.reason() + " " + each.instance())
        .containsExactly("LOST gone i-0", "UNDERWAY  i-1");
    assertThat(store.costs(NAMES.stream().map(Stores::id).toList()))
        .isEqualTo(Map.of(id("complete"), new BigDecimal("0.125")));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("QUEUE-7 CTR-7 a dispatcher goes on with what the former one was at, and all ends")
  void goesOn(Kind kind) throws Exception {
    open(kind);
    Owner owner = Stores.lead(store);
    assertThat(owner.fence()).as("it rises on").isEqualTo(8);
    assertThat(store.locked(SET, Page.FIRST).items())
        .extracting(Container::id)
        .containsExactlyInAnyOrder(id("locked"), id("running"));
    assertThat(store.queued(Page.FIRST).items())
        .extracting(Container::id)
        .containsExactly(id("queued"));

    Attempt running = new Attempt(id("running"), 2);
    assertThat(store.requeue(owner, running, RequeueReason.LOST, "gone").state())
        .isEqualTo(ContainerState.QUEUED);
    end(owner, store.lock(owner, id("running")).currentAttempt().orElseThrow());
    end(owner, new Attempt(id("locked"), 1));
    end(owner, store.lock(owner, id("queued")).currentAttempt().orElseThrow());

    assertThat(store.awaitFinished(Duration.ZERO)).isTrue();
    List<AttemptRecord> attempts = store.attempts(id("running"));
    assertThat(attempts)
        .extracting(AttemptRecord::outcome)
        .containsExactly(AttemptOutcome.LOST, AttemptOutcome.LOST, AttemptOutcome.FINISHED);
    assertThat(attempts.get(1).cost()).as("nobody noted its price").isNull();
    assertThat(attempts.get(2).cost()).as("9 seconds").isEqualByComparingTo("0.001");
  }

  private void end(Owner owner, Attempt attempt) throws ControllerException {
    assertThat(store.recordStart(owner, attempt, HOST, new BigDecimal("0.40")).command())
        .containsExactly("run");
    store.recordRunning(owner, attempt, HOST, T0);
    assertThat(store.recordResult(owner, attempt, HOST, result(0)).state())
        .isEqualTo(ContainerState.COMPLETE);
  }
}
