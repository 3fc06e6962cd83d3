package io.dispatchcloud.server;

import io.dispatchcloud.api.container.ContainerId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dispatch priority ID N}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "priority",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Changes how much a container matters: higher ones go first; below 1 it is on hold.")
final class PriorityCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "ID",
      converter = ContainerIdConverter.class,
      description = "Which one.")
  private ContainerId id;

  @Parameters(
      index = "1",
      paramLabel = "N",
      description = "Its priority; -- goes before a negative one.")
  private long priority;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    return client.run(
        store ->
            ContainerChanges.make(client, List.of(id), each -> store.setPriority(each, priority)));
  }
}
