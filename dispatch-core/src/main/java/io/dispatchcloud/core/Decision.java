package io.dispatchcloud.core;

import java.time.Instant;
import java.util.Objects;

/**
 * What was decided about a container at some time, and held until the next decision.
 *
 * @param at when, by the dispatcher's clock
 * @param turn its place in the order of scheduling then, from 1
 * @param status what came of it
 */
public record Decision(Instant at, int turn, ContainerStatus status) {
  public Decision {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(status, "status");
    if (turn < 1) {
      throw new IllegalArgumentException("turn: '" + turn + "'; expected 1 or more");
    }
  }
}
