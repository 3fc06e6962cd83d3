package io.dispatchcloud.queue.arvados;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ContainerControllerProvider;
import io.dispatchcloud.api.queue.ControllerContext;
import io.dispatchcloud.api.queue.ControllerException;
import java.util.List;

/** Opens the containers of an Arvados cluster as a store: {@code arvados}. Thread-safe. */
@AutoService(ContainerControllerProvider.class)
public final class ArvadosControllerProvider implements ContainerControllerProvider {
  /** For the service loader. */
  public ArvadosControllerProvider() {}

  @Override
  public String name() {
    return "arvados";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return Settings.ALL;
  }

  @Override
  public ContainerController open(ControllerContext context) throws ControllerException {
    Settings settings = Settings.read(context.parameters());
    ApiClient api = new ApiClient(settings, context.meters(), context.clock());
    boolean opened = false;
    try {
      ContainerController store =
          ArvadosController.open(api, settings, context.clock(), context.logger());
      opened = true;
      return store;
    } finally {
      if (!opened) {
        api.close();
      }
    }
  }
}
