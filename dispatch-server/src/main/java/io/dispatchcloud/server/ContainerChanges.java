package io.dispatchcloud.server;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.server.store.ContainerJson;
import io.dispatchcloud.server.store.ContainerTable;
import java.util.ArrayList;
import java.util.List;

/** Changes containers one by one, and tells what became of each. */
final class ContainerChanges {
  private ContainerChanges() {}

  /** A change that the store makes. */
  interface Change {
    /** Gives the container afterwards. */
    Container of(ContainerId id) throws ControllerException;
  }

  /** Gives the exit status: of a success only if all were changed. What can't be is told. */
  static int make(ClientOptions client, List<ContainerId> ids, Change change)
      throws ControllerException {
    List<Container> changed = new ArrayList<>();
    try {
      for (ContainerId id : ids) {
        try {
          changed.add(change.of(id));
        } catch (ConflictException e) {
          client.complain("error: " + e.getMessage());
        }
      }
    } finally {
      // Also what was changed before the store could not be reached any more.
      if (client.json()) {
        client.answer(json -> ContainerJson.writeAll(json, changed));
      } else {
        changed.forEach(
            each ->
                client.say(
                    "%s: %s, priority %d"
                        .formatted(each.id(), ContainerTable.state(each), each.priority())));
      }
    }
    return changed.size() == ids.size() ? 0 : ClientOptions.FAILED;
  }
}
