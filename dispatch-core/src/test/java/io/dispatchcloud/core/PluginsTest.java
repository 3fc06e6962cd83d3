package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.queue.ContainerController;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Plug-ins are chosen by name")
class PluginsTest {
  private final DispatcherConfig config = VirtualDispatcher.defaults().build();

  @Test
  @DisplayName("and those that there are are named when one is missing")
  void missing() {
    DispatcherBuilder builder = Dispatcher.builder(config);

    assertThatThrownBy(() -> builder.driver("lokal", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("driver: 'lokal'; expected one of those found: local");
    assertThatThrownBy(() -> builder.executors("telnet"))
        .hasMessage("executor: 'telnet'; expected one of those found: jsch");
    assertThatThrownBy(() -> builder.queues("straight"))
        .hasMessage("queue: 'straight'; expected one of those found: cached");
    assertThatThrownBy(() -> DispatcherBuilder.openStore(config, "files", Map.of()))
        .hasMessage("store: 'files'; expected one of those found: memory");
  }

  @Test
  @DisplayName("and their parameters are checked")
  void parameters() {
    DispatcherBuilder builder =
        Dispatcher.builder(config)
            .driver("local", Map.of("directorry", "/tmp/x", "maxInstances", "many"))
            .controller(new InMemoryController());

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("driver 'local'")
        .hasMessageContaining("maxInstances: 'many'; expected a whole number from 1 to 1000")
        .hasMessageContaining("did you mean 'directory'?");
  }

  @Test
  @DisplayName("a store in memory among them")
  void memory() throws Exception {
    try (ContainerController store = DispatcherBuilder.openStore(config, "memory", Map.of())) {
      assertThat(store).isInstanceOf(InMemoryController.class);
    }
  }
}
