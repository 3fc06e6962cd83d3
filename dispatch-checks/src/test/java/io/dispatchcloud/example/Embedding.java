package io.dispatchcloud.example;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.InMemoryController;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** The example of the README, as it stands there. */
final class Embedding {
  private Embedding() {}

  static InMemoryController run(Map<String, String> local) throws Exception {
    // README: from here
    DispatcherConfig config =
        DispatcherConfig.builder("demo")
            .instanceType(
                InstanceType.builder("small", 2, 4L << 30, new BigDecimal("0.05")).build())
            .build();
    InMemoryController store = new InMemoryController();
    for (int i = 0; i < 10; i++) {
      Needs needs = Needs.of(1, 64L << 20);
      store.submit(ContainerSpec.builder("c" + i, needs, RunSpec.of("echo", "hello " + i)).build());
    }
    try (Dispatcher dispatcher =
        Dispatcher.builder(config).driver("local", local).controller(store).build()) {
      dispatcher.start();
      store.awaitFinished(Duration.ofMinutes(5));
      dispatcher.drain(Duration.ofMinutes(1));
    }
    // README: to here
    return store;
  }
}
