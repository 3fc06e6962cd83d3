package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a container is where it is, with all that was considered when its turn came in a pass: what
 * stands behind its {@link ContainerStatus}.
 *
 * @param container which container
 * @param status what came of it
 * @param turn its place in the order of scheduling (SCH-2), from 1, among all containers
 * @param types every configured type, cheapest first (TYPE-2 to TYPE-4)
 * @param places every instance: those that are given no work, then the others by id, then those
 *     being created or planned that have room left; empty if it did not come to that
 * @param remedies what would make it run, for people: sentences without a full stop; empty if it
 *     needs nothing
 */
public record Explanation(
    ContainerId container,
    ContainerStatus status,
    int turn,
    List<TypeVerdict> types,
    List<PlaceVerdict> places,
    List<String> remedies) {
  public Explanation {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(status, "status");
    types = List.copyOf(types);
    places = List.copyOf(places);
    remedies = List.copyOf(remedies);
  }

  /**
   * What a type is to that container.
   *
   * @param type the type's name
   * @param eligible whether the container may run there
   * @param detail why it may not, or why no instance of it can be created now; empty for no reason
   * @param until when that reason is looked at again, where a time is known; else null
   */
  public record TypeVerdict(String type, boolean eligible, String detail, @Nullable Instant until) {
    public TypeVerdict {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(detail, "detail");
    }
  }

  /**
   * What an instance is to that container.
   *
   * @param instance which; null for one that is being created or only planned
   * @param type the name of its type; empty if that is not configured any more
   * @param verdict what it is
   * @param detail the figures behind that; empty if there are none
   */
  public record PlaceVerdict(
      @Nullable InstanceId instance, String type, Verdict verdict, String detail) {
    public PlaceVerdict {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(detail, "detail");
    }
  }

  /** What an instance is to a container. */
  public enum Verdict {
    /** The best place of all: the container is put there, or would be. */
    CHOSEN,
    /** It would do, but another one is better (SCH-4). */
    WOULD_DO,
    /** It has too little left (ROOM-1, ROOM-2). */
    NO_ROOM,
    /** It has as many containers as one instance may have (ROOM-3). */
    FULL,
    /** Its type does not fit the container. */
    OTHER_TYPE,
    /** It is given no work: it is held, drained, unhealthy, or being shut down. */
    NO_WORK
  }
}
