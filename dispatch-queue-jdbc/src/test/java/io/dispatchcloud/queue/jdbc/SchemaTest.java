package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.HOST;
import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.result;
import static io.dispatchcloud.queue.jdbc.Stores.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.queue.jdbc.Stores.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("CTR-1 tables that are not as this program makes them")
class SchemaTest {
  private JdbcEnvironment environment;

  @AfterEach
  void end() throws Exception {
    environment.end();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-1 those of a newer program are refused: nothing in them is looked at")
  void newer(Kind kind) throws Exception {
    environment = kind.open();
    environment.sql(
        """
        INSERT INTO "SCHEMA"."schema_history" ("installed_rank", "version", "description", "type",
          "script", "checksum", "installed_by", "execution_time", "success")
        VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'somebody', 1, true)
        """
            .replace("SCHEMA", environment.schema()));
    String[] location = environment.location().split(" ", -1);

    assertThatExceptionOfType(ControllerException.class)
        .isThrownBy(() -> JdbcEnvironment.open(location[0], location[1], location[2]).close())
        .withMessageContaining("its version is '99', a newer program's; expected 2 at most");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-7 a result is recorded in whole or not at all, where somebody deleted rows")
  void withoutAttempt(Kind kind) throws Exception {
    environment = kind.open();
    JdbcController store = environment.controller();
    Owner owner = Stores.lead(store);
    store.submit(List.of(spec("a")));
    Attempt attempt = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    environment.sql("DELETE FROM \"%s\".attempt".formatted(environment.schema()));

    assertThatExceptionOfType(ControllerException.class)
        .isThrownBy(() -> store.recordResult(owner, attempt, HOST, result(0)))
        .withMessageContaining("attempt 1 of a: the table attempt has 0 rows");
    assertThat(store.find(id("a")).orElseThrow().state()).isEqualTo(ContainerState.LOCKED);
    store.cancel(id("a"), "enough");
  }
}
