package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells people what would make a container run. */
final class Remedies {
  private static final int MENTIONED = 3;

  private Remedies() {}

  /**
   * What would help.
   *
   * @return sentences without a full stop; empty if it needs no help
   */
  static List<String> of(
      ContainerStatus status, List<TypeVerdict> types, List<PlaceVerdict> places) {
    List<String> remedies = new ArrayList<>();
    String first = first(status, types);
    if (!first.isEmpty()) {
      remedies.add(first);
    }
    if (isShortOfRoom(status)) {
      withheld(types, places).ifPresent(remedies::add);
    }
    return remedies;
  }

  private static String first(ContainerStatus status, List<TypeVerdict> types) {
    if (status instanceof ContainerStatus.OnHold) {
      return "release it, or give it a priority of 1 or more";
    } else if (status instanceof ContainerStatus.SupervisorLimit limit) {
      return "supervisors before it have to end (it is number "
          + limit.position()
          + " of those that wait), or supervisorFraction or maxInstances to be raised";
    } else if (status instanceof ContainerStatus.PreviousAttemptExiting) {
      return "what runs of its earlier attempt has to end; if it hangs, kill the instance that it"
          + " is on";
    } else if (status instanceof ContainerStatus.WaitingForInstance waiting) {
      return "an instance of " + waiting.instanceType() + " has to be made and to boot";
    } else if (status instanceof ContainerStatus.AtCapacity capacity) {
      return "the provider has to have room for "
          + String.join(" or ", capacity.instanceTypes())
          + " again"
          + dearer(types);
    } else if (status instanceof ContainerStatus.BootsFailing failing) {
      return "instances of "
          + String.join(" or ", failing.instanceTypes())
          + " have to come up: the log tells how the last boots failed";
    } else if (status instanceof ContainerStatus.AccountLimit) {
      return "an instance has to go, or the provider's quota or maxInstances to be raised";
    } else if (status instanceof ContainerStatus.DispatcherLimit) {
      return "something that runs has to end, or the store to bear more again, or"
          + " initialQuotaEstimate to be raised";
    } else if (status instanceof ContainerStatus.BudgetReached) {
      return "instances have to go until they cost less than budgetPerHour, or that is to be raised";
    } else if (status instanceof ContainerStatus.BudgetSpent) {
      return "budgetPerContainer has to be raised; or cancel it, for it waits until then";
    } else if (status instanceof ContainerStatus.Draining) {
      return "another dispatcher has to be started: this one takes no new work";
    } else if (status instanceof ContainerStatus.NothingFits) {
      return "it has to ask for less, or a larger instance type to be configured";
    }
    return "";
  }

  /** Types that would do but for their price. */
  private static String dearer(List<TypeVerdict> types) {
    String names =
        types.stream()
            .filter(type -> !type.eligible() && type.detail().contains("costs"))
            .limit(MENTIONED)
            .map(TypeVerdict::type)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ", or maximumPriceFactor to be raised, which allows " + names;
  }

  private static boolean isShortOfRoom(ContainerStatus status) {
    return status instanceof ContainerStatus.WaitingForInstance
        || status instanceof ContainerStatus.AtCapacity
        || status instanceof ContainerStatus.BootsFailing
        || status instanceof ContainerStatus.AccountLimit
        || status instanceof ContainerStatus.DispatcherLimit
        || status instanceof ContainerStatus.BudgetReached;
  }

  /** Instances of types that would do, but that are given no work by somebody's order. */
  private static Optional<String> withheld(List<TypeVerdict> types, List<PlaceVerdict> places) {
    Set<String> eligible =
        types.stream()
            .filter(TypeVerdict::eligible)
            .map(TypeVerdict::type)
            .collect(Collectors.toSet());
    String names =
        places.stream()
            .filter(place -> place.verdict() == Verdict.NO_WORK)
            .filter(place -> place.detail().equals(Explainer.HELD))
            .filter(place -> place.instance() != null && eligible.contains(place.type()))
            .limit(MENTIONED)
            .map(place -> String.valueOf(place.instance()))
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("or an instance that is held may be set to run again: " + names);
  }
}
