package io.dispatchcloud.api.executor;

/**
 * Runs commands on one instance over one multiplexed connection, which it makes when one is needed
 * and makes anew when it broke (section 5). Thread-safe.
 */
public interface Executor extends CommandRunner, AutoCloseable {
  /**
   * Says where to connect. Cheap, never blocks, and may be called at any time; it takes effect at
   * the next connection.
   *
   * @param target where, as whom, and how to know it
   */
  void setTarget(ExecutorTarget target);

  /**
   * Closes the connection and ends what still waits for it. Commands that run end as unknown, later
   * ones fail with {@link ExecutorException.Reason#CLOSED}. Does not wait for the remote side. A
   * second call does nothing.
   */
  @Override
  void close();
}
