package io.dispatchcloud.server;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import picocli.CommandLine.Command;

/** {@code dispatch hold ID...}. */
@Command(
    name = "hold",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Puts containers on hold: they are not started, and what runs is killed; release starts it anew.")
final class HoldCommand extends ChangeCommand {
  @Override
  Container change(JdbcController store, ContainerId id) throws ControllerException {
    return store.hold(id);
  }
}
