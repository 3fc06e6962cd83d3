package io.dispatchcloud.server;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dispatch cancel ID...}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Cancels containers. What runs is killed soon after.")
final class CancelCommand extends ChangeCommand {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "cancelled by a user",
      description = "Why, for people: ${DEFAULT-VALUE}.")
  private String reason;

  @Override
  Container change(JdbcController store, ContainerId id) throws ControllerException {
    return store.cancel(id, reason);
  }
}
