package io.dispatchcloud.test.sim;

import java.time.InstantSource;

/**
 * Puts something around a part of the world, for one dispatcher: an own driver over the simulated
 * one, a store with one more fault.
 *
 * @param <T> what part
 */
@FunctionalInterface
public interface Wrapper<T> {
  /**
   * Puts something around a part.
   *
   * @param part the simulated part
   * @param clock the time of the dispatcher that is to use it
   * @return what that dispatcher gets
   */
  T around(T part, InstantSource clock);

  /**
   * Leaves a part as it is.
   *
   * @param <T> what part
   * @return a wrapper that puts nothing around anything
   */
  static <T> Wrapper<T> none() {
    return new Unwrapped<>();
  }
}
