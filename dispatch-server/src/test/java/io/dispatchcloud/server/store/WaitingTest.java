package io.dispatchcloud.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CTR-1 waiting for all in the store")
class WaitingTest {
  @TempDir private Path folder;
  private JdbcController others;
  private JdbcController store;
  private final List<String> asked = new ArrayList<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  /** Something that happens when the store is asked. */
  private interface Step {
    void run(String sql) throws Exception;
  }

  private void open(Step step) throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("db");
    others = JdbcController.open(url, "", Secret.of(""), JdbcSettings.DEFAULT);
    DataSource watched =
        (DataSource)
            Proxy.newProxyInstance(
                WaitingTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> watched(DriverManager.getConnection(url), step));
    store = JdbcController.open(watched, JdbcSettings.DEFAULT);
    submit("first");
    others.cancel(new ContainerId("first"), "enough");
  }

  private static Connection watched(Connection real, Step step) {
    return (Connection)
        Proxy.newProxyInstance(
            WaitingTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                step.run((String) arguments[0]);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void submit(String id) throws Exception {
    others.submit(List.of(ContainerSpec.builder(id, Needs.of(1, 1), RunSpec.of("true")).build()));
  }

  @AfterEach
  void end() {
    store.close();
    others.close();
  }

  private Waiting waiting() {
    return new Waiting(store, List.of(), complaint -> {}, now::get);
  }

  @Test
  @DisplayName(
      "CTR-1 what is submitted after all had ended, and before they are judged, is waited for")
  void submittedMeanwhile() throws Exception {
    open(
        sql -> {
          if (sql.contains("ORDER BY c.seq")) {
            asked.add("judge");
            if (asked.size() == 2) {
              submit("late");
            }
          } else if (sql.contains("EXISTS")) {
            asked.add("wait");
            if (asked.size() == 3) {
              others.cancel(new ContainerId("late"), "enough, too");
            }
          }
        });

    Waiting.Verdict verdict = waiting().finish(null);

    assertThat(asked).containsExactly("wait", "judge", "wait", "judge");
    assertThat(verdict.unfinished()).isZero();
    assertThat(verdict.failed()).extracting(each -> each.id().value()).contains("first", "late");
  }

  @Test
  @DisplayName("CTR-1 the time is for all of it, however often there is something new")
  void timeIsOver() throws Exception {
    open(
        sql -> {
          if (sql.contains("ORDER BY c.seq")) {
            asked.add("judge");
            submit("late" + asked.size());
            now.updateAndGet(time -> time.plusSeconds(20));
          } else if (sql.contains("EXISTS") && !asked.isEmpty()) {
            others.cancel(new ContainerId("late" + asked.size()), "enough");
          }
        });

    Waiting.Verdict verdict = waiting().finish(Duration.ofSeconds(50));

    assertThat(asked).as("at 0, 20 and 40 s").hasSize(3);
    assertThat(verdict.unfinished()).isEqualTo(1);
  }
}
