package io.dispatchcloud.api.queue;

/** A listener's place at a store. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Ends it; a call in flight may still arrive. A second call does nothing. */
  @Override
  void close();
}
