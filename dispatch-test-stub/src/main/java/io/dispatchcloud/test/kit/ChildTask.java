package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.SET;
import static io.dispatchcloud.test.kit.StoreBench.T0;
import static io.dispatchcloud.test.kit.StoreBench.result;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import java.io.IOException;

/** What a process of its own does with a store. */
enum ChildTask {
  /** Becomes the active dispatcher of a set of its own, and locks all that it can get. */
  LOCK_ALL {
    @Override
    void run(ContainerController store, Parent parent) throws Exception {
      Owner owner =
          store
              .acquire(new InstanceSetId("kit-child-" + ProcessHandle.current().pid()), "child")
              .orElseThrow()
              .owner();
      parent.await("ready");
      for (Container each : StoreBench.all(store::queued)) {
        try {
          parent.tell("locked " + store.lock(owner, each.id()).id());
        } catch (ConflictException e) {
          parent.tell("lost " + each.id());
        }
      }
    }
  },

  /** Tries to become the active dispatcher. */
  ACQUIRE {
    @Override
    void run(ContainerController store, Parent parent) throws Exception {
      parent.await("ready");
      parent.tell(store.acquire(SET, "child").isPresent() ? "acquired" : "refused");
    }
  },

  /** Leads one container through its life, and waits between any two steps. */
  STEPS {
    @Override
    void run(ContainerController store, Parent parent) throws Exception {
      Owner owner = store.acquire(SET, "child").orElseThrow().owner();
      for (LifeStep step : LifeStep.values()) {
        step.run(store, owner);
        parent.await(step.name());
      }
    }
  },

  /** Leads containers through their lives, as fast as it can, until it is killed. */
  HURRY {
    @Override
    void run(ContainerController store, Parent parent) throws Exception {
      Owner owner = store.acquire(SET, "child").orElseThrow().owner();
      for (Container each : store.queued(Page.FIRST).items()) {
        Attempt attempt = store.lock(owner, each.id()).currentAttempt().orElseThrow();
        store.recordStart(owner, attempt, HOST);
        store.recordRunning(owner, attempt, HOST, T0);
        Container done = store.recordResult(owner, attempt, HOST, result(0));
        if (done.state() == ContainerState.COMPLETE) {
          parent.tell("done " + each.id());
        }
      }
    }
  };

  /** The process that started this one. */
  interface Parent {
    /** Says something. */
    void tell(String line) throws IOException;

    /** Says something, and waits until it may go on. */
    void await(String line) throws IOException;
  }

  abstract void run(ContainerController store, Parent parent) throws Exception;
}
