package io.dispatchcloud.server;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import picocli.CommandLine.Command;

/** {@code dispatch release ID...}. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Releases containers that are on hold, with the priority that they had.")
final class ReleaseCommand extends ChangeCommand {
  @Override
  Container change(JdbcController store, ContainerId id) throws ControllerException {
    return store.release(id);
  }
}
