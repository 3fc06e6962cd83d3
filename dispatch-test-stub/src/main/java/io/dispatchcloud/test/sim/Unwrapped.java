package io.dispatchcloud.test.sim;

import java.time.InstantSource;

/** Leaves a part of the world as it is. */
record Unwrapped<T>() implements Wrapper<T> {
  @Override
  public T around(T part, InstantSource clock) {
    return part;
  }
}
