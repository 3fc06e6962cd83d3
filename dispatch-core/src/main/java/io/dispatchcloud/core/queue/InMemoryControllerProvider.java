package io.dispatchcloud.core.queue;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ContainerControllerProvider;
import io.dispatchcloud.api.queue.ControllerContext;
import io.dispatchcloud.core.InMemoryController;
import java.util.List;

/** Makes stores in memory: {@code memory}. Thread-safe. */
@AutoService(ContainerControllerProvider.class)
public final class InMemoryControllerProvider implements ContainerControllerProvider {
  /** For the service loader. */
  public InMemoryControllerProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public ContainerController open(ControllerContext context) {
    return new InMemoryController(context.clock(), context.attempts());
  }
}
