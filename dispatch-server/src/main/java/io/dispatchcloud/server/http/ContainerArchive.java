package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import java.util.List;
import java.util.Optional;

/**
 * A store that knows more than a dispatcher's queue: what has ended, and all attempts. Thread-safe.
 */
interface ContainerArchive {
  /**
   * Looks a container up.
   *
   * @param id which
   * @return the container; empty if the store has none of that id
   * @throws ControllerException if the store can't be asked
   */
  Optional<Container> find(ContainerId id) throws ControllerException;

  /**
   * A container's attempts.
   *
   * @param id which
   * @return them, oldest first; none if there is no such container
   * @throws ControllerException if the store can't be asked
   */
  List<AttemptRecord> attempts(ContainerId id) throws ControllerException;
}
