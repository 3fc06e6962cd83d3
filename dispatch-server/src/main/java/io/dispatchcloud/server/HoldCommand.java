package io.dispatchcloud.server;

import io.dispatchcloud.api.container.ContainerId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dispatch hold ID...}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "hold",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Puts containers on hold: they are not started, and what runs is killed; release starts it anew.")
final class HoldCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      converter = ContainerIdConverter.class,
      description = "Which ones.")
  private List<ContainerId> ids;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    return client.run(store -> ContainerChanges.make(client, ids, store::hold));
  }
}
