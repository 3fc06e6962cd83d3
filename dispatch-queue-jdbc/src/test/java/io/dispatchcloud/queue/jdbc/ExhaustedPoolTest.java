package io.dispatchcloud.queue.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.OverloadException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("SCH-9 a database that gives no connection: what has too much to do, and what is away")
class ExhaustedPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(35);

  private final HikariDataSource pool = new HikariDataSource();
  private final AtomicInteger looks = new AtomicInteger();
  private final InstantSource clock =
      () -> Instant.EPOCH.plusSeconds(10L * looks.getAndIncrement());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch taken = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @BeforeEach
  void open() {
    pool.setJdbcUrl("jdbc:h2:mem:exhausted");
    pool.setMaximumPoolSize(1);
    pool.setConnectionTimeout(250);
  }

  @AfterEach
  void close() {
    released.countDown();
    threads.shutdownNow();
    pool.close();
  }

  /** Something has the pool's only connection, and waits for an answer. */
  private Future<String> hang(Database database) throws InterruptedException {
    Future<String> hanging =
        threads.submit(
            () ->
                database.get(
                    "hang",
                    connection -> {
                      taken.countDown();
                      return await();
                    }));
    taken.await();
    return hanging;
  }

  private String await() throws SQLException {
    try {
      released.await();
      return "answered";
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
  }

  @Test
  @DisplayName("SCH-9 one that answers nobody can't be reached: it is not overloaded")
  void hangs() throws Exception {
    try (Database database = new Database(pool, clock, LIMIT, null)) {
      Future<String> hanging = hang(database);

      assertThatExceptionOfType(UnreachableException.class)
          .isThrownBy(() -> database.get("do it", Connection::isClosed))
          .withMessageContaining("do it")
          .withMessageContaining("in use for too long, and it answered none of them");

      released.countDown();
      assertThat(hanging.get()).isEqualTo("answered");
      assertThat(database.get("do it", Connection::isClosed)).as("once it is back").isFalse();
    }
  }

  /** Gives what the pool gives, and lets somebody else's work be done before. */
  private final class AmongOthers extends PlainDataSource {
    private final Database database = new Database(this, clock, LIMIT, null);
    private final Database.Work<Boolean> theirs;
    private boolean isTheirTurn;

    AmongOthers(Database.Work<Boolean> theirs) {
      this.theirs = theirs;
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (isTheirTurn) {
        return DriverManager.getConnection("jdbc:h2:mem:other");
      }
      isTheirTurn = true;
      try {
        assertThat(database.get("another", theirs)).isFalse();
      } catch (ControllerException e) {
        assertThat(e).hasMessageContaining("another");
      } finally {
        isTheirTurn = false;
      }
      return pool.getConnection();
    }
  }

  private static Stream<Database.Work<Boolean>> answers() {
    return Stream.of(
        Connection::isClosed,
        connection -> {
          throw new SQLException("refused", "42000");
        },
        connection -> {
          throw new ControllerException("another refusal");
        });
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("answers")
  @DisplayName("SCH-9 one that answers others meanwhile, or refuses them, has too much to do")
  void answersOthers(Database.Work<Boolean> theirs) throws Exception {
    try (Database holder = new Database(pool, clock, LIMIT, null);
        Database database = new AmongOthers(theirs).database) {
      Future<String> hanging = hang(holder);

      assertThatExceptionOfType(OverloadException.class)
          .isThrownBy(() -> database.get("do it", Connection::isClosed))
          .withMessageContaining("do it")
          .withMessageContaining("in use");

      released.countDown();
      assertThat(hanging.get()).isEqualTo("answered");
    }
  }

  private static PlainDataSource crowded() {
    return new PlainDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        throw new SQLException("sorry, too many clients already", "53300");
      }
    };
  }

  @Test
  @DisplayName("SCH-9 one that says that it has too many connections has too much to do")
  void tooManyConnections() {
    try (Database database = new Database(crowded(), clock, LIMIT, null)) {
      assertThatExceptionOfType(OverloadException.class)
          .isThrownBy(() -> database.get("do it", Connection::isClosed))
          .withMessageContaining("do it")
          .withMessageContaining("too many connections");
    }
  }

  @Test
  @DisplayName("CTR-1 who opens a store there is told that it can't be reached at the moment")
  void tooManyToOpen() {
    assertThatExceptionOfType(UnreachableException.class)
        .isThrownBy(() -> JdbcController.open(crowded(), JdbcSettings.DEFAULT));
  }
}
