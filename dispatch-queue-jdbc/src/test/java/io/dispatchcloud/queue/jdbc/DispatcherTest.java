package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.queue.jdbc.Stores.Kind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("CTR-7 a dispatcher with local instances and its store in a database")
class DispatcherTest {
  @TempDir private Path directory;

  private static ContainerSpec spec(String id, String script, RetryRule retry) {
    return ContainerSpec.builder(id, Needs.of(1, 64 << 20), RunSpec.of("sh", "-c", script))
        .retry(retry)
        .build();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-7 RUN-5 runs what was submitted, and again what its rule says")
  void runs(Kind kind) throws Exception {
    JdbcEnvironment environment = kind.open();
    JdbcController store = environment.controller();
    DispatcherConfig config =
        DispatcherConfig.builder("jdbc-test")
            .instanceType(InstanceType.builder("small", 2, 1L << 30, BigDecimal.ONE).build())
            .set(Settings.RESERVE_EXTRA_RAM, 0L)
            .set(Settings.SYNC_INTERVAL, Duration.ofSeconds(1))
            .set(Settings.GONE_AFTER, Duration.ZERO)
            .build();
    String marker = directory.resolve("ran").toString();
    try (Dispatcher dispatcher =
        Dispatcher.builder(config)
            .driver("local", Map.of("directory", directory.resolve("set").toString()))
            .controller(store)
            .build()) {
      dispatcher.start();
      store.submit(
          List.of(
              spec("once", "echo hello; exit 3", RetryRule.NONE),
              spec(
                  "twice",
                  "test -e " + marker + " && exit 0; touch " + marker + "; exit 75",
                  new RetryRule(Set.of(75), 5, 0))));

      assertThat(store.awaitFinished(Duration.ofMinutes(2))).isTrue();

      assertThat(status(store, "once")).isEqualTo(3);
      assertThat(status(store, "twice")).isZero();
      assertThat(store.attempts(id("twice")))
          .extracting(each -> Objects.requireNonNull(each.result()).exitStatus())
          .containsExactly(75, 0);
      assertThat(store.attempts(id("once")).get(0).result().stdout().text()).isEqualTo("hello\n");
      AttemptRecord once = store.attempts(id("once")).get(0);
      Duration ran = Duration.between(once.startedAt(), once.finishedAt());
      assertThat(once.cost())
          .as("half of an instance at 1 an hour, for %s", ran)
          .isCloseTo(
              BigDecimal.valueOf(0.5 * ran.toNanos() / Duration.ofHours(1).toNanos()),
              Offset.offset(new BigDecimal("0.000000001")));
      assertThat(dispatcher.drain(Duration.ofMinutes(1))).isTrue();
    } finally {
      environment.end();
    }
  }

  private static int status(JdbcController store, String name) throws Exception {
    Container container = store.find(id(name)).orElseThrow();
    assertThat(container.state()).isEqualTo(ContainerState.COMPLETE);
    return Objects.requireNonNull(container.result()).exitStatus();
  }
}
