package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Chooses the type of an instance that is to be created, when no instance has room for a container:
 * the one part of a pass that is a matter of taste. Where a container is put, and in which order,
 * is not (SCH-2, SCH-4).
 *
 * <p>A policy is a pure function: it keeps nothing from one call to the next, asks no clock and no
 * chance, and blocks for nothing, since it is called on the dispatcher's one thread, thousands of
 * times in a pass. Equal choices must have equal answers.
 */
@FunctionalInterface
public interface PlacementPolicy {
  /**
   * Chooses a type.
   *
   * @param choice what there is to choose from
   * @return one of {@link Choice#candidates}; for any other, and if this throws, an error is logged
   *     and the cheapest is taken
   */
  InstanceType choose(Choice choice);

  /** What a policy can look at. Valid during one call only. */
  interface Choice {
    /**
     * The container for whose sake an instance is created.
     *
     * @return the container
     */
    Container container();

    /**
     * The types that would do: eligible (TYPE-2), within the maximum price factor, not at capacity,
     * and not failing to boot.
     *
     * @return at least one, cheapest first (TYPE-3)
     */
    List<InstanceType> candidates();

    /**
     * What else could go onto an instance, beside the container: those that wait after it and have
     * no place now, in the order of the queue, as many as there is room for and may run (SCH-9),
     * supervisors aside. A long queue is looked at as far as the first 64 kinds of containers.
     *
     * @param type one of the candidates
     * @return who would share the instance
     */
    Company company(InstanceType type);
  }

  /**
   * Containers that would share an instance.
   *
   * @param containers how many; 0 or more
   * @param priceApart what an instance for each of them would cost an hour, each of the cheapest
   *     type that would do
   */
  record Company(int containers, BigDecimal priceApart) {
    /** Nobody. */
    public static final Company NONE = new Company(0, BigDecimal.ZERO);
  }

  /**
   * The default, and the rule of SCH-6: the cheapest type.
   *
   * @return the policy
   */
  static PlacementPolicy cheapest() {
    return Policies.CHEAPEST;
  }

  /**
   * Looks at what else waits, and chooses the type that saves most an hour when others share the
   * instance; the cheapest when none saves anything. What it may spend on one container is bounded
   * by the maximum price factor all the same: where prices grow with size, it needs one of 2 or
   * more to have a choice.
   *
   * <p>It is for batches of containers that run for about as long. It knows no run times, and where
   * they differ the longest one keeps a large instance when the others have ended, which can cost
   * more than it saved.
   *
   * @return the policy
   */
  static PlacementPolicy packing() {
    return Policies.PACKING;
  }

  /**
   * Weighs the price of preemptible types by how often their instances are taken away. A container
   * starts over when that happens, so one that runs for a time t on instances that are taken away r
   * times an hour is expected to need (e^(rt) - 1) / r hours; the type with the lowest expected
   * cost is chosen. Types that are not preemptible are never taken away.
   *
   * @param interruptions how often an instance of a type is taken away, times an hour; 0 or more
   * @param runTime how long a container is expected to run, without interruptions
   * @return the policy
   */
  static PlacementPolicy spotAware(
      ToDoubleFunction<InstanceType> interruptions, Function<Container, Duration> runTime) {
    return Policies.spotAware(interruptions, runTime);
  }
}
