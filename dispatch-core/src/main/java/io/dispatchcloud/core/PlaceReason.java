package io.dispatchcloud.core;

import java.util.List;
import java.util.Objects;

/**
 * What an instance is to a container when its turn comes, for programs; {@link #sentence} says the
 * figures to people.
 */
public sealed interface PlaceReason {
  /**
   * The figures behind it, for people.
   *
   * @return words without a full stop; empty where there is nothing to add
   */
  default String sentence() {
    return ReasonSentences.of(this);
  }

  /**
   * The best place of all: the container is put there, or would be.
   *
   * @param containers how many are there before
   * @param ready whether it has booted
   */
  record Chosen(int containers, boolean ready) implements PlaceReason {}

  /**
   * It would do, but another one is better (SCH-4), or nothing more may run.
   *
   * @param containers how many are there
   * @param ready whether it has booted
   */
  record WouldDo(int containers, boolean ready) implements PlaceReason {}

  /**
   * It has too little left (ROOM-1, ROOM-2).
   *
   * @param shortages of what, one or more
   */
  record NoRoom(List<Shortage> shortages) implements PlaceReason {
    public NoRoom {
      shortages = List.copyOf(shortages);
      if (shortages.isEmpty()) {
        throw new IllegalArgumentException("no room: expected one or more shortages");
      }
    }
  }

  /** Something runs there whose needs nobody knows, so that nothing is left (ROOM-1). */
  record UnknownNeeds() implements PlaceReason {}

  /**
   * It has as many containers as one instance may have (ROOM-3).
   *
   * @param containers how many are there
   * @param most how many there may be ({@code maxRunningContainersPerInstance})
   */
  record Full(int containers, int most) implements PlaceReason {}

  /** Its type does not fit the container. */
  record OtherType() implements PlaceReason {}

  /**
   * It is given no work.
   *
   * @param why why not
   */
  record NoWork(Cause why) implements PlaceReason {
    public NoWork {
      Objects.requireNonNull(why, "why");
    }
  }

  /** Why an instance is given no work. */
  enum Cause {
    /** Its type is not configured any more. */
    UNKNOWN_TYPE,
    /** Its behavior is hold, by somebody's order. */
    HELD,
    /** Its behavior is drain. */
    DRAINED,
    /** Something is wrong with it. */
    UNHEALTHY,
    /** It is being shut down. */
    SHUTTING_DOWN
  }
}
