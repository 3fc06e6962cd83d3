package io.dispatchcloud.core;

import io.dispatchcloud.core.Explanation.TypeVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a container at some time, and held until the next decision. Of one that
 * had to wait there is also what was considered then; that is forgotten before the decision is.
 *
 * @param at when, by the dispatcher's clock
 * @param turn its place in the order of scheduling then, from 1
 * @param status what came of it
 * @param types every type, cheapest first, as things were then; empty if it did not wait, or if
 *     that is not known any more
 * @param hindrances what held back creates of any type, or all containers, when that pass was over
 * @param places what the instances were to it when that pass was over; null if it did not come to
 *     that, or if that is not known
 */
public record Decision(
    Instant at,
    int turn,
    ContainerStatus status,
    List<TypeVerdict> types,
    List<Hindrance> hindrances,
    @Nullable PlaceTally places) {
  public Decision {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(status, "status");
    if (turn < 1) {
      throw new IllegalArgumentException("turn: '" + turn + "'; expected 1 or more");
    }
    types = List.copyOf(types);
    hindrances = List.copyOf(hindrances);
  }

  /**
   * A decision of which nothing else is known.
   *
   * @param at when
   * @param turn its place in the order of scheduling then, from 1
   * @param status what came of it
   */
  public Decision(Instant at, int turn, ContainerStatus status) {
    this(at, turn, status, List.of(), List.of(), null);
  }
}
