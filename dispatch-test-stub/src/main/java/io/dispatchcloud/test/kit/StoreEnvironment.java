package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.ContainerController;
import java.time.Duration;

/**
 * A container store for one test of {@link ContainerControllerKit}, empty to begin with, and what
 * its users can do with it. All methods may be called on any thread.
 */
public interface StoreEnvironment {
  /**
   * The store.
   *
   * @return the same each time, open
   */
  ContainerController controller();

  /**
   * Puts a container into the store, as a user does.
   *
   * @param spec what to run
   * @throws Exception if the store refused it
   */
  void submit(ContainerSpec spec) throws Exception;

  /**
   * Changes a container's priority, as a user does.
   *
   * @param id which
   * @param priority below 1 for a hold
   * @throws Exception if the store refused it
   */
  void setPriority(ContainerId id, long priority) throws Exception;

  /**
   * Cancels a container, as a user does.
   *
   * @param id which
   * @param reason why
   * @throws Exception if the store refused it
   */
  void cancel(ContainerId id, String reason) throws Exception;

  /**
   * Lets time pass by the store's own clock, which leases are counted by.
   *
   * @param time how much
   * @throws Exception if that can't be done, which fails the test
   */
  void passTime(Duration time) throws Exception;

  /**
   * Deletes a container, as a user does, where deleting is claimed.
   *
   * @param id which
   * @throws Exception if the store refused it
   */
  default void delete(ContainerId id) throws Exception {
    throw new UnsupportedOperationException("delete: expected where deleting is claimed");
  }

  /**
   * Where another process finds this store, where sharing is claimed.
   *
   * @return what {@link ContainerControllerKit#attach} takes there
   */
  default String location() {
    throw new UnsupportedOperationException("location: expected where sharing is claimed");
  }

  /**
   * Ends it, with all that it started.
   *
   * @throws Exception if it can't, which fails the test
   */
  void end() throws Exception;
}
