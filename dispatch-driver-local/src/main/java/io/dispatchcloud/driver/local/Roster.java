package io.dispatchcloud.driver.local;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, and who is being made: so that there are never too many, and never two of one
 * request. Thread-safe.
 */
final class Roster {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final List<LocalInstance> instances = new ArrayList<>();
  private final Set<String> tokensInWork = new HashSet<>();
  private final int limit;
  private boolean closed;

  Roster(int limit) {
    this.limit = limit;
  }

  /** A place for a new instance; or the one that an earlier request with that token made. */
  record Place(String token, @Nullable LocalInstance existing) {}

  /** Waits for a request with the same token that is in work. */
  Place reserve(String token) throws CloudException {
    lock.lock();
    try {
      while (!closed && tokensInWork.contains(token)) {
        released.await();
      }
      checkOpen();
      for (LocalInstance instance : instances) {
        if (instance.idempotencyToken().equals(token)) {
          return new Place(token, instance);
        }
      }
      if (instances.size() + tokensInWork.size() >= limit) {
        throw new QuotaException(
            "there are "
                + limit
                + " instances, as many as the parameter "
                + LocalDriver.MAX_INSTANCES.name()
                + " allows");
      }
      tokensInWork.add(token);
      return new Place(token, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException("interrupted while the same request was in work", e);
    } finally {
      lock.unlock();
    }
  }

  void fill(Place place, LocalInstance made) {
    lock.lock();
    try {
      tokensInWork.remove(place.token());
      instances.add(made);
      if (closed) {
        made.detach();
      }
    } finally {
      lock.unlock();
    }
  }

  void release(Place place) {
    lock.lock();
    try {
      tokensInWork.remove(place.token());
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void add(LocalInstance instance) {
    lock.lock();
    try {
      instances.add(instance);
    } finally {
      lock.unlock();
    }
  }

  void remove(LocalInstance instance) {
    lock.lock();
    try {
      instances.remove(instance);
    } finally {
      lock.unlock();
    }
  }

  List<LocalInstance> instances() throws CloudException {
    lock.lock();
    try {
      checkOpen();
      return List.copyOf(instances);
    } finally {
      lock.unlock();
    }
  }

  /** False if it was closed before. */
  boolean close() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      instances.forEach(LocalInstance::detach);
      released.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() throws CloudException {
    if (closed) {
      throw new CloudException("the instance set is closed; open it again");
    }
  }
}
