package io.dispatchcloud.core.loop;

/**
 * Work that may block, and is therefore done away from the loop.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface Blocking<T> {
  /**
   * Does the work.
   *
   * @return its result
   * @throws Exception for any reason; becomes an {@link Outcome.Failure}
   */
  T call() throws Exception;
}
