package io.dispatchcloud.server;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that changes containers one by one: {@code dispatch ... ID...}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
abstract class ChangeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      converter = ContainerIdConverter.class,
      description = "Which ones.")
  private List<ContainerId> ids;

  @Mixin private ClientOptions client;

  /** Changes one; gives the container afterwards. */
  abstract Container change(JdbcController store, ContainerId id) throws ControllerException;

  @Override
  public final Integer call() throws InterruptedException {
    return client.run(store -> ContainerChanges.make(client, ids, id -> change(store, id)));
  }
}
