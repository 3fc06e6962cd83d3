package io.dispatchcloud.core;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * Why a container is where it is (SCH-11), for programs; {@link #sentence} says it to people.
 * Positions count from 1.
 */
public sealed interface ContainerStatus {
  /**
   * The same for people.
   *
   * @return a sentence without a full stop
   */
  default String sentence() {
    return StatusSentences.of(this);
  }

  /** It is being started, or is about to be. */
  record Preparing() implements ContainerStatus {}

  /**
   * It runs.
   *
   * @param instance where
   */
  record Running(String instance) implements ContainerStatus {
    public Running {
      Objects.requireNonNull(instance, "instance");
    }
  }

  /** It has ended. */
  record Finished() implements ContainerStatus {}

  /** Its priority is below 1. */
  record OnHold() implements ContainerStatus {}

  /**
   * Too many supervisors run.
   *
   * @param position its place among the supervisors that wait
   */
  record SupervisorLimit(int position) implements ContainerStatus {}

  /** An earlier attempt of it may still run. */
  record PreviousAttemptExiting() implements ContainerStatus {}

  /**
   * An instance for it is being created, or is booting.
   *
   * @param instanceType the type of that instance
   */
  record WaitingForInstance(String instanceType) implements ContainerStatus {
    public WaitingForInstance {
      Objects.requireNonNull(instanceType, "instanceType");
    }
  }

  /**
   * The provider has no room for any type that would do.
   *
   * @param position its place among those that wait for the same reason
   * @param instanceTypes the types that would do
   */
  record AtCapacity(int position, List<String> instanceTypes) implements ContainerStatus {
    public AtCapacity {
      instanceTypes = List.copyOf(instanceTypes);
    }
  }

  /**
   * Instances of all types that would do never came up lately: none is created for a while.
   *
   * @param instanceTypes the types that would do
   */
  record BootsFailing(List<String> instanceTypes) implements ContainerStatus {
    public BootsFailing {
      instanceTypes = List.copyOf(instanceTypes);
    }
  }

  /**
   * There may be no more instances.
   *
   * @param position its place among those that wait for the same reason
   */
  record AccountLimit(int position) implements ContainerStatus {}

  /**
   * The dispatcher runs no more at the moment, by its own limits.
   *
   * @param position its place among those that wait for the same reason
   */
  record DispatcherLimit(int position) implements ContainerStatus {}

  /**
   * All instances together cost as much as they may.
   *
   * @param position its place among those that wait for the same reason
   */
  record BudgetReached(int position) implements ContainerStatus {}

  /**
   * Its attempts so far have cost as much as a container may: it is not started again.
   *
   * @param spent what they have cost, in the currency of the prices
   * @param budget what they may cost; no more than that
   */
  record BudgetSpent(BigDecimal spent, BigDecimal budget) implements ContainerStatus {
    public BudgetSpent {
      Objects.requireNonNull(spent, "spent");
      Objects.requireNonNull(budget, "budget");
    }
  }

  /** The dispatcher takes no new work. */
  record Draining() implements ContainerStatus {}

  /**
   * No configured type fits it.
   *
   * @param error why, type by type
   */
  record NothingFits(String error) implements ContainerStatus {
    public NothingFits {
      Objects.requireNonNull(error, "error");
    }
  }
}
