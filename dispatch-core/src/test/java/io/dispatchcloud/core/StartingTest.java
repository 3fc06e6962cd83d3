package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.queue.ContainerController;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A dispatcher that can't start")
class StartingTest {
  private final InMemoryController store = new InMemoryController();

  private record FailingDriver(Exception failure) implements Driver {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public List<Parameter<?>> parameters() {
      return List.of();
    }

    @Override
    public InstanceSet open(DriverContext context) throws CloudException {
      if (failure instanceof RuntimeException bug) {
        throw bug;
      }
      throw new CloudException("wrong credentials", failure);
    }
  }

  private Dispatcher dispatcher(Exception failure) {
    return Dispatcher.builder(VirtualDispatcher.defaults().build())
        .driver(new FailingDriver(failure), Map.of())
        .controller(store)
        .build();
  }

  @Test
  @DisplayName("says why, and leaves the lease to others")
  void saysWhy() throws Exception {
    try (Dispatcher failing = dispatcher(new CloudException("cause"))) {
      assertThatThrownBy(failing::start)
          .isInstanceOf(DispatcherException.class)
          .hasMessageContaining("wrong credentials");
      assertThat(failing.state()).isEqualTo(DispatcherState.FAILED);
    }
    assertThat(store.acquire(VirtualDispatcher.defaults().build().instanceSetId(), "another"))
        .isPresent();
  }

  @Test
  @DisplayName("says so, too, when a plug-in throws what it should not")
  void bugInAPlugIn() {
    try (Dispatcher failing = dispatcher(new IllegalStateException("a bug"))) {
      assertThatThrownBy(failing::start)
          .isInstanceOf(DispatcherException.class)
          .hasMessageContaining("a bug");
    }
  }

  @Test
  @DisplayName("CONF is refused with a budget per container where the store does not tell costs")
  void budgetWithoutCosts() {
    ContainerController costless =
        (ContainerController)
            Proxy.newProxyInstance(
                StartingTest.class.getClassLoader(),
                new Class<?>[] {ContainerController.class},
                (self, method, arguments) ->
                    method.getName().equals("tellsCosts")
                        ? false
                        : method.invoke(store, arguments));
    DispatcherBuilder builder =
        Dispatcher.builder(
                VirtualDispatcher.defaults()
                    .set(Settings.BUDGET_PER_CONTAINER, new BigDecimal("12.5"))
                    .build())
            .driver(new FailingDriver(new CloudException("cause")), Map.of());

    assertThatThrownBy(() -> builder.controller(costless).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "budgetPerContainer: '12.5'; expected 0, for this store does not tell what containers"
                + " have cost");
    builder.controller(store).build().close();
  }

  @Test
  @DisplayName("does not start twice, nor after it was closed")
  void startsOnce() {
    Dispatcher failing = dispatcher(new CloudException("cause"));
    assertThatThrownBy(failing::start).isInstanceOf(DispatcherException.class);
    assertThatThrownBy(failing::start).isInstanceOf(IllegalStateException.class);
    failing.close();
    failing.close();
    assertThatThrownBy(failing::start).isInstanceOf(IllegalStateException.class);
    assertThat(failing.state()).isEqualTo(DispatcherState.CLOSED);
  }
}
