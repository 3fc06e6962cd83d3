package io.dispatchcloud.api.queue;

/**
 * Makes queues over stores; found by {@link java.util.ServiceLoader} and chosen by name. Core's own
 * is named {@code cached}. Needs a public constructor without parameters that does nothing.
 * Thread-safe.
 */
public interface ContainerQueueProvider {
  /**
   * The name it is chosen by.
   *
   * @return lower-case letters and digits
   */
  String name();

  /**
   * Makes a queue without asking the store anything yet.
   *
   * @param context what it needs to know
   * @return a queue that belongs to the caller, who closes it
   */
  ContainerQueue open(QueueContext context);
}
