package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.T0;
import static io.dispatchcloud.test.kit.StoreBench.result;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import java.util.List;

/** What a dispatcher records in the life of one container, step by step. */
enum LifeStep {
  /** Nothing yet. */
  BEGIN(ContainerState.QUEUED) {
    @Override
    void run(ContainerController store, Owner owner) {}
  },
  /** It was locked. */
  LOCK(ContainerState.LOCKED) {
    @Override
    void run(ContainerController store, Owner owner) throws ControllerException {
      store.lock(owner, A);
    }
  },
  /** Its start was recorded. */
  START(ContainerState.LOCKED) {
    @Override
    void run(ContainerController store, Owner owner) throws ControllerException {
      store.recordStart(owner, attempt(store), HOST);
    }
  },
  /** It was seen to run. */
  RUN(ContainerState.RUNNING) {
    @Override
    void run(ContainerController store, Owner owner) throws ControllerException {
      store.recordRunning(owner, attempt(store), HOST, T0);
    }
  },
  /** Its result was recorded. */
  END(ContainerState.COMPLETE) {
    @Override
    void run(ContainerController store, Owner owner) throws ControllerException {
      store.recordResult(owner, attempt(store), HOST, result(0));
    }
  };

  private final ContainerState after;

  LifeStep(ContainerState after) {
    this.after = after;
  }

  abstract void run(ContainerController store, Owner owner) throws ControllerException;

  /** The state in which the container is then. */
  ContainerState after() {
    return after;
  }

  private static Attempt attempt(ContainerController store) throws ControllerException {
    return store.byId(List.of(A)).get(0).currentAttempt().orElseThrow();
  }
}
