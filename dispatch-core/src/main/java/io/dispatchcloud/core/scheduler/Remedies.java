package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.PlaceReason;
import io.dispatchcloud.core.PlaceReason.Cause;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells people what would make a container run: reads verdicts, never what is said of them. */
final class Remedies {
  private static final int MENTIONED = 3;

  private final List<TypeVerdict> types;
  private final List<Hindrance> hindrances;
  private final List<PlaceVerdict> places;

  private Remedies(List<TypeVerdict> types, List<Hindrance> hindrances, List<PlaceVerdict> places) {
    this.types = types;
    this.hindrances = hindrances;
    this.places = places;
  }

  /**
   * What would help.
   *
   * @return sentences without a full stop; empty if it needs no help
   */
  static List<String> of(
      ContainerStatus status,
      List<TypeVerdict> types,
      List<Hindrance> hindrances,
      List<PlaceVerdict> places) {
    List<String> remedies = new ArrayList<>();
    Remedies what = new Remedies(types, hindrances, places);
    String first = what.first(status);
    if (!first.isEmpty()) {
      remedies.add(first);
    }
    if (what.isShortOfRoom(status)) {
      what.withheld().ifPresent(remedies::add);
    }
    return remedies;
  }

  private String first(ContainerStatus status) {
    if (status instanceof ContainerStatus.OnHold) {
      return "release it, or give it a priority of 1 or more";
    } else if (status instanceof ContainerStatus.SupervisorLimit limit) {
      return "supervisors before it have to end (it is number "
          + limit.position()
          + " of those that wait), or supervisorFraction to be raised, or what it is a part of:"
          + " maxInstances, if no smaller limit was set or learnt";
    } else if (status instanceof ContainerStatus.PreviousAttemptExiting) {
      return "what runs of its earlier attempt has to end; if it hangs, kill the instance that it"
          + " is on";
    } else if (status instanceof ContainerStatus.WaitingForInstance waiting) {
      return waiting(waiting.instanceType());
    } else if (status instanceof ContainerStatus.AtCapacity capacity) {
      return room(capacity.instanceTypes()) + dearer();
    } else if (status instanceof ContainerStatus.BootsFailing failing) {
      return boots(failing.instanceTypes());
    } else if (status instanceof ContainerStatus.AccountLimit) {
      return account();
    } else if (status instanceof ContainerStatus.DispatcherLimit) {
      return limit();
    } else if (status instanceof ContainerStatus.BudgetReached) {
      return budget();
    } else if (status instanceof ContainerStatus.BudgetSpent) {
      return "budgetPerContainer has to be raised; or cancel it, for it waits until then";
    } else if (status instanceof ContainerStatus.Draining) {
      return "another dispatcher has to be started: this one takes no new work";
    } else if (status instanceof ContainerStatus.NothingFits) {
      return Wanted.of(types);
    }
    return "";
  }

  private <T extends Hindrance> @Nullable T hindrance(Class<T> kind) {
    return hindrances.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElse(null);
  }

  private String waiting(String type) {
    Optional<PlaceVerdict> chosen =
        places.stream().filter(each -> each.reason() instanceof PlaceReason.Chosen).findFirst();
    if (chosen.isPresent()) {
      InstanceId instance = chosen.get().instance();
      return instance == null
          ? "an instance of " + type + " that is being made has to boot"
          : instance + " has to boot";
    }
    Hindrance.Throttled throttled = hindrance(Hindrance.Throttled.class);
    Hindrance.CreateSlots slots = hindrance(Hindrance.CreateSlots.class);
    String made = "an instance of " + type + " has to be made and to boot";
    if (hindrance(Hindrance.NotListed.class) != null) {
      return made + ": nothing is created before the instances were listed once";
    } else if (throttled != null) {
      return made + ": none is created before " + throttled.until() + ", as the provider asked for";
    } else if (hindrance(Hindrance.QuotaTrial.class) != null) {
      return made + ": one create finds out first whether the provider allows more by now";
    } else if (slots != null) {
      return made
          + ": one of the "
          + slots.most()
          + " creates before it has to return, or maxConcurrentInstanceCreateOps to be raised";
    }
    return made;
  }

  private String room(List<String> names) {
    List<String> means = new ArrayList<>();
    add(means, "the provider has to have room for %s again", names, Hindrance.AtCapacity.class);
    add(
        means,
        "a create of %s has to succeed (the log tells how the last one failed)",
        names,
        Hindrance.CreateFailed.class);
    add(
        means,
        "instances of %s have to come up (the log tells how the last boots failed)",
        names,
        Hindrance.BootsFailing.class);
    return String.join(", or ", means) + again(names);
  }

  private void add(
      List<String> means, String what, List<String> names, Class<? extends Hindrance> why) {
    List<String> those =
        types.stream()
            .filter(type -> names.contains(type.type()) && why.isInstance(type.hindrance()))
            .map(TypeVerdict::type)
            .toList();
    if (!those.isEmpty()) {
      means.add(what.formatted(String.join(" or ", those)));
    }
  }

  /** When the first of some types is tried again, if a time is known. */
  private String again(List<String> names) {
    return again(
        types.stream()
            .filter(type -> names.contains(type.type()))
            .map(TypeVerdict::hindrance)
            .filter(Objects::nonNull)
            .map(Hindrance::until)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null));
  }

  private static String again(@Nullable Instant until) {
    return until == null ? "" : "; tried again at " + until;
  }

  /** Types that would do but for their price, and that can be had. */
  private String dearer() {
    String names =
        types.stream()
            .filter(type -> type.hindrance() == null && isTooDearOnly(type))
            .limit(MENTIONED)
            .map(TypeVerdict::type)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ", or maximumPriceFactor to be raised, which allows " + names;
  }

  private static boolean isTooDearOnly(TypeVerdict type) {
    return type.misfits().size() == 1 && type.misfits().get(0) instanceof Misfit.TooDear;
  }

  private String boots(List<String> names) {
    Hindrance.BootFailuresCost cost = hindrance(Hindrance.BootFailuresCost.class);
    if (cost != null) {
      return "breakerCap ("
          + plain(cost.most())
          + ") to be raised, once instances boot: those that never came up have cost "
          + plain(cost.cost());
    }
    return "instances of "
        + String.join(" or ", names)
        + " have to come up (the log tells how the last boots failed)"
        + again(names);
  }

  private String account() {
    Hindrance.Quota quota = hindrance(Hindrance.Quota.class);
    Hindrance.MaxInstances max = hindrance(Hindrance.MaxInstances.class);
    List<String> means = new ArrayList<>();
    if (quota != null) {
      means.add("the provider's quota");
    }
    if (max != null) {
      means.add("maxInstances (" + max.most() + ")");
    }
    return "an instance has to go"
        + (means.isEmpty() ? "" : ", or " + String.join(" and ", means) + " to be raised")
        + again(quota == null ? null : quota.until());
  }

  private String limit() {
    Hindrance.InstanceLimit instances = hindrance(Hindrance.InstanceLimit.class);
    Hindrance.ContainerLimit containers = hindrance(Hindrance.ContainerLimit.class);
    if (containers == null && instances != null) {
      return "something that runs has to end, or an instance that is being made to come: at most "
          + instances.most()
          + " are tried now, one more with each that is made"
          + (instances.guessed() ? ", beginning with initialQuotaEstimate" : "");
    }
    return "something that runs has to end, or the store to bear more again: "
        + (containers == null ? "fewer" : "at most " + containers.most())
        + " containers run since it had too much to do, some more every minute";
  }

  private String budget() {
    String perHour =
        types.stream()
            .filter(type -> type.hindrance() instanceof Hindrance.OverBudget)
            .map(type -> (Hindrance.OverBudget) type.hindrance())
            .map(over -> " (" + plain(over.budgetPerHour()) + ")")
            .findFirst()
            .orElse("");
    return "instances have to go until they cost less than budgetPerHour"
        + perHour
        + ", or that is to be raised";
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }

  private boolean isShortOfRoom(ContainerStatus status) {
    boolean byInstances =
        status instanceof ContainerStatus.DispatcherLimit
            && hindrance(Hindrance.ContainerLimit.class) == null;
    return byInstances
        || status instanceof ContainerStatus.WaitingForInstance
        || status instanceof ContainerStatus.AtCapacity
        || status instanceof ContainerStatus.BootsFailing
        || status instanceof ContainerStatus.AccountLimit
        || status instanceof ContainerStatus.BudgetReached;
  }

  /** Instances of types that would do, but that are given no work by somebody's order. */
  private Optional<String> withheld() {
    Set<String> eligible =
        types.stream()
            .filter(TypeVerdict::eligible)
            .map(TypeVerdict::type)
            .collect(Collectors.toSet());
    String names =
        places.stream()
            .filter(place -> place.reason().equals(new PlaceReason.NoWork(Cause.HELD)))
            .filter(place -> place.instance() != null && eligible.contains(place.type()))
            .limit(MENTIONED)
            .map(place -> String.valueOf(place.instance()))
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("or an instance that is held may be set to run again: " + names);
  }
}
