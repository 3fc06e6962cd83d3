package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.config.Parameter;
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
