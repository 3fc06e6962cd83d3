package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.util.List;
import java.util.Optional;

/** What a database knows of containers. Thread-safe. */
public final class StoreArchive implements ContainerArchive {
  private final JdbcController store;

  /**
   * Made for one store.
   *
   * @param store an open one; stays the caller's to close
   */
  public StoreArchive(JdbcController store) {
    this.store = store;
  }

  @Override
  public Optional<Container> find(ContainerId id) throws ControllerException {
    return store.find(id);
  }

  @Override
  public List<AttemptRecord> attempts(ContainerId id) throws ControllerException {
    return store.attempts(id);
  }
}
