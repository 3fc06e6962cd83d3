package io.dispatchcloud.server;

import io.dispatchcloud.api.container.ContainerId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dispatch cancel ID...}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Cancels containers. What runs is killed soon after.")
final class CancelCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      converter = ContainerIdConverter.class,
      description = "Which ones.")
  private List<ContainerId> ids;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "cancelled by a user",
      description = "Why, for people: ${DEFAULT-VALUE}.")
  private String reason;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    return client.run(store -> ContainerChanges.make(client, ids, id -> store.cancel(id, reason)));
  }
}
