package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a database knows of containers, while it is open. Thread-safe. */
public final class StoreArchive implements ContainerArchive {
  private volatile @Nullable JdbcController store;

  /** Made without a store. */
  public StoreArchive() {}

  /**
   * A store is open.
   *
   * @param opened stays the caller's to close
   */
  public void open(JdbcController opened) {
    store = opened;
  }

  /** The store is about to be closed. */
  public void close() {
    store = null;
  }

  private JdbcController store() throws ControllerException {
    JdbcController open = store;
    if (open == null) {
      throw new ControllerException("the store is not open yet, or not any more");
    }
    return open;
  }

  @Override
  public Optional<Container> find(ContainerId id) throws ControllerException {
    return store().find(id);
  }

  @Override
  public List<AttemptRecord> attempts(ContainerId id) throws ControllerException {
    return store().attempts(id);
  }
}
