package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Page;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What users ask of the store, beside what dispatchers do; nothing of it changes a container. */
abstract class StoreQuestions extends DispatcherCalls {
  private final Store store;

  StoreQuestions(Store store, AttemptLimits limits) {
    super(store, limits);
    this.store = store;
  }

  /**
   * Looks a container up.
   *
   * @param id which
   * @return it, if it was ever submitted
   * @throws ControllerException if the store could not be asked
   */
  public Optional<Container> find(ContainerId id) throws ControllerException {
    return byId(List.of(id)).stream().findFirst();
  }

  /**
   * What is run in a container. It may hold secrets.
   *
   * @param id which
   * @return what was submitted
   * @throws ConflictException if there is no such container
   * @throws ControllerException if the store could not be asked
   */
  public RunSpec run(ContainerId id) throws ControllerException {
    return store.submitter().run(id);
  }

  /**
   * Lists containers in the order in which they were submitted.
   *
   * @param filter which ones
   * @param page {@link Page#FIRST}, or what the page before said
   * @return a page of 1,000 at most
   * @throws IllegalArgumentException if no page said so
   * @throws ControllerException if the store could not be asked
   */
  public Page<Container> list(ContainerFilter filter, String page) throws ControllerException {
    return store.search().list(filter, page);
  }

  /**
   * All attempts at a container, with what became of each.
   *
   * @param id which
   * @return the attempts, the first one first; none if it was never locked, or does not exist
   * @throws ControllerException if the store could not be asked
   */
  public List<AttemptRecord> attempts(ContainerId id) throws ControllerException {
    return store.attempts().list(id);
  }

  /**
   * What containers have cost so far: all their attempts that have ended, however they ended.
   *
   * @param ids which; at most 1,000
   * @return their costs, in the currency of the prices; without those of which no cost is known
   * @throws ControllerException if the store could not be asked
   */
  public Map<ContainerId, BigDecimal> costs(Collection<ContainerId> ids)
      throws ControllerException {
    return store.costs().of(ids);
  }

  /**
   * Waits until containers have ended. One that does not exist counts as ended.
   *
   * @param ids which; at most 10,000
   * @param atMost how long to wait
   * @return whether they all have
   * @throws InterruptedException if this thread was interrupted while waiting
   * @throws ControllerException if the store could not be asked
   */
  public boolean awaitFinished(Collection<ContainerId> ids, Duration atMost)
      throws InterruptedException, ControllerException {
    List<ContainerId> wanted = List.copyOf(ids);
    return store.awaitEnd(() -> !store.search().anyUnfinished(wanted), atMost);
  }

  /**
   * Waits until all that was ever submitted has ended.
   *
   * @param atMost how long to wait
   * @return whether it has
   * @throws InterruptedException if this thread was interrupted while waiting
   * @throws ControllerException if the store could not be asked
   */
  public boolean awaitFinished(Duration atMost) throws InterruptedException, ControllerException {
    return store.awaitEnd(() -> !store.search().anyUnfinished(), atMost);
  }
}
