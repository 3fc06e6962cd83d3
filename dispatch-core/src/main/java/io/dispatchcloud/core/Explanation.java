package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a container is where it is, with all that was considered when its turn came in a pass: what
 * stands behind its {@link ContainerStatus}.
 *
 * @param container which container
 * @param status what came of it
 * @param turn its place in the order of scheduling (SCH-2), from 1, among all containers
 * @param types every configured type, cheapest first (TYPE-2 to TYPE-4)
 * @param hindrances what held back creates of any type, or all containers, when its turn came
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
    List<Hindrance> hindrances,
    List<PlaceVerdict> places,
    List<String> remedies) {
  public Explanation {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(status, "status");
    types = List.copyOf(types);
    hindrances = List.copyOf(hindrances);
    places = List.copyOf(places);
    remedies = List.copyOf(remedies);
  }

  /**
   * What a type is to that container.
   *
   * @param type the type's name
   * @param price what it costs an hour, in the currency of the types' prices
   * @param misfits all that makes it not fit; empty if the container may run there
   * @param hindrance why no instance of it can be created now; null for no reason of its own
   */
  public record TypeVerdict(
      String type, BigDecimal price, List<Misfit> misfits, @Nullable Hindrance hindrance) {
    public TypeVerdict {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(price, "price");
      misfits = List.copyOf(misfits);
    }

    /**
     * Whether the container may run there.
     *
     * @return true if nothing makes it not fit
     */
    public boolean eligible() {
      return misfits.isEmpty();
    }

    /**
     * Why it may not run there, or why no instance can be created now, for people.
     *
     * @return sentences without a full stop, and without a time; empty for no reason
     */
    public String detail() {
      if (eligible()) {
        return hindrance == null ? "" : hindrance.sentence();
      }
      return misfits.stream().map(Misfit::sentence).collect(Collectors.joining("; "));
    }
  }

  /**
   * What an instance is to that container.
   *
   * @param instance which; null for one that is being created or only planned
   * @param type the name of its type; empty if that is not configured any more
   * @param reason what it is, with the figures behind that
   */
  public record PlaceVerdict(@Nullable InstanceId instance, String type, PlaceReason reason) {
    public PlaceVerdict {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
