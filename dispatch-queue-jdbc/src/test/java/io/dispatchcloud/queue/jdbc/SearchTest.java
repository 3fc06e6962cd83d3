package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.specOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.queue.jdbc.Stores.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("CTR-6 lists of several states")
class SearchTest {
  private static final ContainerFilter UNFINISHED =
      ContainerFilter.in(ContainerState.QUEUED, ContainerState.LOCKED, ContainerState.RUNNING);

  private JdbcEnvironment environment;

  @AfterEach
  void end() throws Exception {
    environment.end();
  }

  /** Something that happens when a statement was prepared, once. */
  private interface Step {
    void run() throws ControllerException;
  }

  /** Connections upon whose next but one statement something happens. */
  private static PlainDataSource interrupted(String[] location, AtomicReference<Step> step) {
    return new PlainDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        Connection real = DriverManager.getConnection(location[0], location[1], "");
        int[] prepared = {0};
        return (Connection)
            Proxy.newProxyInstance(
                SearchTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("prepareStatement") && ++prepared[0] == 2) {
                    step.getAndSet(() -> {}).run();
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

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-6 see one moment: what goes from state to state meanwhile is there once")
  void oneMoment(Kind kind) throws Exception {
    environment = kind.open();
    JdbcController store = environment.controller();
    Owner owner = Stores.lead(store);
    store.submit(List.of(specOf("a").build(), specOf("b").build()));
    Container locked = store.lock(owner, id("a"));
    AtomicReference<Step> step =
        new AtomicReference<>(
            () ->
                store.unlock(
                    owner, locked.currentAttempt().orElseThrow(), UnlockReason.START_FAILED));
    String[] location = environment.location().split(" ", -1);
    Database database = new Database(interrupted(location, step), InstantSource.system());
    Search search = new Search(database, '"' + environment.schema() + '"');

    assertThat(search.list(UNFINISHED, Page.FIRST).items())
        .extracting(each -> each.id().value())
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-6 come in pages in the order of submission, also with label and holder")
  void pages(Kind kind) throws Exception {
    environment = kind.open();
    JdbcController store = environment.controller();
    Owner owner = Stores.lead(store);
    List<ContainerSpec> specs =
        IntStream.range(0, 2_100)
            .mapToObj(i -> specOf("c" + i).labels(Map.of("odd", "" + i % 2)).build())
            .toList();
    store.submit(specs);
    for (int i = 0; i < 30; i++) {
      store.lock(owner, id("c" + i * 70));
    }

    assertThat(all(store, UNFINISHED)).hasSize(2_100).isEqualTo(all(store, ContainerFilter.ALL));
    assertThat(all(store, UNFINISHED.withLabel("odd", "1"))).hasSize(1_050);
    assertThat(all(store, UNFINISHED.withLabel("odd", "0").lockedBy(Stores.SET))).hasSize(30);
    assertThat(all(store, UNFINISHED.withLabel("odd", "1").lockedBy(Stores.SET))).isEmpty();
  }

  private static List<String> all(JdbcController store, ContainerFilter filter)
      throws ControllerException {
    List<String> names = new ArrayList<>();
    Page<Container> page = new Page<>(List.of(), Page.FIRST);
    do {
      page = store.list(filter, page.next());
      page.items().forEach(each -> names.add(each.id().value()));
    } while (!page.isLast());
    return names;
  }
}
