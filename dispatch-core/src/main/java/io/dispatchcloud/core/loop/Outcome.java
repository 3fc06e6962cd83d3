package io.dispatchcloud.core.loop;

/**
 * What came of blocking work.
 *
 * @param <T> what it returns
 */
public sealed interface Outcome<T> {
  /**
   * It returned.
   *
   * @param value what it returned
   * @param <T> what it returns
   */
  record Success<T>(T value) implements Outcome<T> {}

  /**
   * It threw.
   *
   * @param error what it threw
   * @param <T> what it would have returned
   */
  record Failure<T>(Exception error) implements Outcome<T> {}
}
