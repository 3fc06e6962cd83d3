package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds containers: in the queue, else in the store, if there is one that can be asked. */
final class Shelf {
  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

  // So that a store which is slow does not take all threads of the server.
  private static final int MOST_WAITING = 8;

  private final @Nullable ContainerArchive archive;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  /** Something to look up. */
  private interface Look<T> {
    T up(ContainerArchive archive) throws ControllerException;
  }

  Shelf(@Nullable ContainerArchive archive) {
    this.archive = archive;
  }

  /** What can't be an id is the id of nothing. */
  static ContainerId id(String given) throws ProblemException {
    try {
      return new ContainerId(given);
    } catch (IllegalArgumentException e) {
      throw Problem.badParameter(
              "id", given, "1 to 128 letters, digits, '.', '_' or '-', the first a letter or digit")
          .exception();
    }
  }

  /** Where it stands in the queue, from 0; -1 if it is not there. */
  static int place(DispatcherSnapshot snapshot, ContainerId id) {
    List<ContainerView> all = snapshot.containers();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).container().id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  Optional<Container> find(ContainerId id) throws ProblemException {
    return look(there -> there.find(id)).flatMap(found -> found);
  }

  /** Empty if there is no store that knows attempts. */
  Optional<List<AttemptRecord>> attempts(ContainerId id) throws ProblemException {
    return look(there -> there.attempts(id));
  }

  private <T> Optional<T> look(Look<T> look) throws ProblemException {
    if (archive == null) {
      return Optional.empty();
    }
    if (!waiting.tryAcquire()) {
      throw Problem.busy(MOST_WAITING + " requests wait for the store already; ask again later")
          .exception();
    }
    try {
      return Optional.of(look.up(archive));
    } catch (ControllerException e) {
      throw away(e);
    } finally {
      waiting.release();
    }
  }

  private static ProblemException away(ControllerException e) {
    LOG.atWarn().setCause(e).log("The store could not be asked for a container");
    return Problem.of(
            503,
            "store-unavailable",
            "The store can't be asked",
            "the store of the containers gave no answer; the dispatcher's log says why; ask again"
                + " later")
        .with("Retry-After", "5")
        .exception();
  }

  Problem unknown() {
    return Problem.notFound(
        archive == null
            ? "the dispatcher has no such container in its queue"
            : "neither the dispatcher's queue nor the store has such a container");
  }
}
