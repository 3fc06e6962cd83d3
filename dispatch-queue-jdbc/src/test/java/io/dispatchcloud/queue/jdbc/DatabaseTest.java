package io.dispatchcloud.queue.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.queue.ControllerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SET-2 calls of a database that fails")
class DatabaseTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger tries = new AtomicInteger();

  /** Each try takes so long, and fails so. */
  private Database failing(Duration takes, String state, Duration limit) {
    PlainDataSource connections =
        new PlainDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            tries.incrementAndGet();
            now.updateAndGet(time -> time.plus(takes));
            throw new SQLException("it is not there", state);
          }
        };
    return new Database(connections, now::get, limit, null);
  }

  private static Connection never(Connection connection) {
    return connection;
  }

  @Test
  @DisplayName("SET-2 are tried again until their time is over, and then say what was wrong")
  void bounded() {
    try (Database database = failing(Duration.ofSeconds(10), "08001", Duration.ofSeconds(35))) {
      assertThatExceptionOfType(ControllerException.class)
          .isThrownBy(() -> database.get("do it", DatabaseTest::never))
          .withMessageContaining("do it")
          .withMessageContaining("it is not there");
    }
    assertThat(tries).hasValue(4);
  }

  @Test
  @DisplayName("SET-2 are not tried again where that can't help, whose words are not told")
  void hopeless() {
    try (Database database = failing(Duration.ZERO, "42P01", Duration.ofSeconds(35))) {
      assertThatExceptionOfType(ControllerException.class)
          .isThrownBy(() -> database.get("do it", DatabaseTest::never))
          .withMessageContaining("42P01")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("it is not there"));
    }
    assertThat(tries).hasValue(1);
  }

  @Test
  @DisplayName(
      "SET-2 that hang where nothing ends them are left behind, and say whom they wait for")
  void hangs() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    PlainDataSource hanging =
        new PlainDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            now.updateAndGet(time -> time.plusSeconds(30));
            if (tries.incrementAndGet() > 1) {
              throw new SQLTransientConnectionException("x - not available (total=1, active=1)");
            }
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new SQLException(e);
            }
            throw new SQLException("nobody asks any more", "08001");
          }
        };
    Aside aside = new Aside(Duration.ofMillis(20), () -> "the file f is held by p");
    try (aside;
        Database database = new Database(hanging, now::get, Duration.ofSeconds(35), aside)) {
      assertThatExceptionOfType(UnreachableException.class)
          .isThrownBy(() -> database.get("do it", DatabaseTest::never))
          .withMessageContaining("do it")
          .withMessageContaining("no answer within 0s; the file f is held by p");
    }
    assertThat(tries).hasValue(2);
    never.countDown();
  }

  @Test
  @DisplayName("SET-2 do as well in threads of their own: results, refusals and failures")
  void aside() throws Exception {
    try (Aside aside = new Aside(Duration.ofMinutes(1), () -> "")) {
      assertThat(aside.run(() -> "done")).isEqualTo("done");
      ControllerException refusal = new ControllerException("no");
      assertThatThrownBy(
              () ->
                  aside.run(
                      () -> {
                        throw refusal;
                      }))
          .isSameAs(refusal);
      SQLException failure = new SQLException("x", "42000");
      assertThatThrownBy(
              () ->
                  aside.run(
                      () -> {
                        throw failure;
                      }))
          .isSameAs(failure);
    }
  }

  @Test
  @DisplayName("SET-2 end when the store is closed")
  void closed() {
    Database database = failing(Duration.ZERO, "08001", Duration.ofDays(1));
    CompletableFuture<Connection> call =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return database.get("do it", DatabaseTest::never);
              } catch (ControllerException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> tries.get() > 1);

    database.close();

    assertThat(call)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("closed");
  }
}
