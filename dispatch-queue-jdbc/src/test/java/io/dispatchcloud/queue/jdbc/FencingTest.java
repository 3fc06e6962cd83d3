package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("QUEUE-7 a write and a take-over at the same moment, in PostgreSQL")
class FencingTest {
  private JdbcEnvironment environment;
  private JdbcController store;
  private Owner owner;
  private Connection other;

  @BeforeEach
  void open() throws Exception {
    environment = JdbcEnvironment.postgres();
    store = environment.controller();
    owner = Stores.lead(store);
    store.submit(List.of(spec("a")));
    other = DriverManager.getConnection(Server.url(), "postgres", "");
    other.setAutoCommit(false);
  }

  @AfterEach
  void end() throws Exception {
    other.close();
    environment.end();
  }

  private <T> FutureTask<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = other.createStatement()) {
      statement.execute(sql.replace("SCHEMA", '"' + environment.schema() + '"'));
    }
  }

  /** Statements about this schema that wait for a lock. */
  private int waiting() throws SQLException {
    try (Connection connection = DriverManager.getConnection(Server.url(), "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND query LIKE '%"
                    + environment.schema()
                    + "\"%'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void awaitWaiting(int statements) {
    await().atMost(Duration.ofMinutes(1)).until(() -> waiting() == statements);
  }

  @Test
  @DisplayName("QUEUE-7 a write waits for a take-over under way, and is refused")
  void takeOverFirst() throws Exception {
    run("UPDATE SCHEMA.lease SET fence = fence + 1, holder = 'the next one'");
    FutureTask<Container> write = start(() -> store.lock(owner, id("a")));
    awaitWaiting(1);
    other.commit();

    try {
      write.get();
      throw new AssertionError("a former dispatcher locked it");
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOf(FencedException.class)
          .hasMessageContaining("the next one");
    }
    assertThat(store.find(id("a")).orElseThrow().state()).isEqualTo(ContainerState.QUEUED);
  }

  @Test
  @DisplayName("QUEUE-7 a write under way comes before a take-over, which sees it; or is refused")
  void writeFirst() throws Exception {
    run("SELECT 1 FROM SCHEMA.container FOR UPDATE");
    FutureTask<Container> write = start(() -> store.lock(owner, id("a")));
    awaitWaiting(1);
    environment.passTime(Duration.ofSeconds(9));
    FutureTask<Optional<Lease>> takeOver = start(() -> store.acquire(Stores.SET, "the next one"));
    // On a slow machine the write's patience may end before all wait.
    await().atMost(Duration.ofMinutes(1)).until(() -> waiting() == 2 || takeOver.isDone());
    other.rollback();

    assertThat(takeOver.get().orElseThrow().owner().fence()).isGreaterThan(owner.fence());
    int locked = store.locked(Stores.SET, "").items().size();
    if (isRefused(write)) {
      assertThat(locked).isZero();
    } else {
      assertThat(write.get().state()).isEqualTo(ContainerState.LOCKED);
      assertThat(locked).isOne();
    }
  }

  private static boolean isRefused(FutureTask<Container> write) throws InterruptedException {
    try {
      write.get();
      return false;
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(FencedException.class);
      return true;
    }
  }

  @Test
  @DisplayName("QUEUE-7 a write that waits for somebody's row keeps no take-over waiting")
  void keptRow() throws Exception {
    run("SELECT 1 FROM SCHEMA.container FOR UPDATE");
    FutureTask<Container> write = start(() -> store.lock(owner, id("a")));
    awaitWaiting(1);
    environment.passTime(Duration.ofSeconds(9));

    FutureTask<Optional<Lease>> takeOver = start(() -> store.acquire(Stores.SET, "the next one"));

    await().atMost(Duration.ofMinutes(1)).until(takeOver::isDone);
    assertThat(takeOver.get().orElseThrow().owner().fence()).isGreaterThan(owner.fence());
    other.rollback();
    assertThat(isRefused(write)).isTrue();
    assertThat(store.locked(Stores.SET, "").items()).isEmpty();
  }

  @Test
  @DisplayName("SET-2 a user's change is told to be lost to another one, though the row was kept")
  void keptFromUser() throws Exception {
    run("UPDATE SCHEMA.container SET priority = 7, version = version + 1");
    FutureTask<Container> change = start(() -> store.setPriority(id("a"), 9));
    awaitWaiting(1);
    // The first try's patience ends; then it waits again.
    await().atMost(Duration.ofMinutes(1)).until(() -> waiting() == 0);
    other.commit();

    assertThat(change.get().priority()).isEqualTo(9);
  }

  @Test
  @DisplayName("QUEUE-7 renewing waits for no write")
  void renewing() throws Exception {
    run("SELECT 1 FROM SCHEMA.container FOR UPDATE");
    FutureTask<Container> write = start(() -> store.lock(owner, id("a")));
    awaitWaiting(1);

    assertThat(store.renew(owner).owner()).isEqualTo(owner);

    assertThat(write.isDone()).isFalse();
    other.rollback();
    assertThat(write.get().state()).isEqualTo(ContainerState.LOCKED);
  }

  @Test
  @DisplayName("QUEUE-7 renewing by a former one is refused, and says who is active")
  void formerOneRenews() throws Exception {
    environment.passTime(Duration.ofSeconds(9));
    Owner next = store.acquire(Stores.SET, "the next one").orElseThrow().owner();

    assertThatExceptionOfType(FencedException.class)
        .isThrownBy(() -> store.renew(owner))
        .withMessageContaining("the next one is, with fence " + next.fence());
  }

  /** Connections that stop before they commit, as if their process had been stopped there. */
  private static PlainDataSource stopping(
      AtomicBoolean armed, CountDownLatch stopped, CountDownLatch goOn) {
    return new PlainDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        Connection real = DriverManager.getConnection(Server.url(), "postgres", "");
        return (Connection)
            Proxy.newProxyInstance(
                FencingTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("commit") && armed.getAndSet(false)) {
                    stopped.countDown();
                    goOn.await();
                  }
                  try {
                    return method.invoke(real, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
      }
    };
  }

  @Test
  @DisplayName("QUEUE-7 one that was stopped in the midst of a write keeps no take-over waiting")
  void stoppedInWrite() throws Exception {
    AtomicBoolean armed = new AtomicBoolean();
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    JdbcSettings settings = new JdbcSettings(environment.schema(), AttemptLimits.DEFAULT);
    try (JdbcController frozen = JdbcController.open(stopping(armed, stopped, goOn), settings)) {
      armed.set(true);
      FutureTask<Container> write = start(() -> frozen.lock(owner, id("a")));
      stopped.await();
      environment.passTime(Duration.ofSeconds(9));

      try {
        assertThat(store.acquire(Stores.SET, "the next one")).isPresent();
      } finally {
        goOn.countDown();
      }
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(write::get)
          .withCauseInstanceOf(FencedException.class);
      assertThat(store.find(id("a")).orElseThrow().state()).isEqualTo(ContainerState.QUEUED);
    }
  }
}
