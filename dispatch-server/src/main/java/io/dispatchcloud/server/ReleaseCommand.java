package io.dispatchcloud.server;

import io.dispatchcloud.api.container.ContainerId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dispatch release ID...}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Releases containers that are on hold, with the priority that they had.")
final class ReleaseCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      converter = ContainerIdConverter.class,
      description = "Which ones.")
  private List<ContainerId> ids;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    return client.run(store -> ContainerChanges.make(client, ids, store::release));
  }
}
