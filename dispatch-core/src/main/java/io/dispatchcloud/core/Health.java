package io.dispatchcloud.core;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a dispatcher is.
 *
 * @param state where it is in its life
 * @param live whether it works: a standby does; one whose thread gives no answer, whose start
 *     failed, or that lost its lease does not, and is of no use any more
 * @param ready whether it is the active dispatcher and has seen queue and instances lately
 * @param refreshedAt when the last refresh of the queue that succeeded began; null for none
 * @param listedAt when the last listing of the instances that succeeded began; null for none
 * @param troubles what keeps it from its work, or from doing all of it, for people; empty if all is
 *     well
 */
public record Health(
    DispatcherState state,
    boolean live,
    boolean ready,
    @Nullable Instant refreshedAt,
    @Nullable Instant listedAt,
    List<String> troubles) {
  public Health {
    Objects.requireNonNull(state, "state");
    troubles = List.copyOf(troubles);
  }
}
