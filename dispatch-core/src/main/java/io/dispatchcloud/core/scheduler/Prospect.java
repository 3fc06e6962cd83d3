package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is to be had for a container at one moment, and what is in the way. Kept small, and
 * the same for all containers of that moment: verdicts about types are made of it when somebody
 * asks. Immutable, thread-safe.
 *
 * @param sizer tells which types fit
 * @param hindrances what holds back creates of any type, or all containers
 * @param byType why no instance of a type can be created, by the type's name
 * @param budgetPerHour what all instances together may cost an hour
 * @param budgetLeft what is left of that; null for any amount
 */
public record Prospect(
    Sizer sizer,
    List<Hindrance> hindrances,
    SortedMap<String, Hindrance> byType,
    BigDecimal budgetPerHour,
    @Nullable BigDecimal budgetLeft) {
  public Prospect {
    hindrances = List.copyOf(hindrances);
  }

  static Prospect of(
      Sizer sizer, PoolView pool, Limits limits, Stand stand, BigDecimal budgetPerHour) {
    Outlook outlook = pool.outlook();
    List<Hindrance> all = new ArrayList<>();
    instances(all, pool, outlook, stand);
    creates(all, outlook, stand);
    if (outlook.bootFailuresMost() != null) {
      all.add(new Hindrance.BootFailuresCost(pool.bootFailuresCost(), outlook.bootFailuresMost()));
    }
    // Where there may be no more in any case, what the dispatcher would dare is of no use.
    boolean more = stand.instancesLeft() > 0 && !pool.atQuota();
    if (more && limits.instances() > 0 && stand.instances() >= limits.instances()) {
      all.add(new Hindrance.InstanceLimit(limits.instances(), limits.guessed()));
    }
    if (stand.containersReached()) {
      all.add(new Hindrance.ContainerLimit(limits.containers()));
    }
    return new Prospect(sizer, all, outlook.byType(), budgetPerHour, stand.budgetLeft());
  }

  private static void instances(List<Hindrance> all, PoolView pool, Outlook outlook, Stand stand) {
    if (stand.instancesLeft() > 0 && !pool.atQuota()) {
      return;
    }
    if (outlook.quotaUntil() != null) {
      all.add(new Hindrance.Quota(outlook.quotaUntil()));
    }
    // Those that this pass planned count, too.
    boolean full = outlook.quotaUntil() == null || stand.instances() >= outlook.instancesMost();
    if (outlook.instancesMost() > 0 && full) {
      all.add(new Hindrance.MaxInstances(outlook.instancesMost()));
    }
  }

  private static void creates(List<Hindrance> all, Outlook outlook, Stand stand) {
    if (!outlook.listed()) {
      all.add(new Hindrance.NotListed());
    } else if (outlook.throttledUntil() != null) {
      all.add(new Hindrance.Throttled(outlook.throttledUntil()));
    } else if (stand.slots() <= 0) {
      all.add(
          outlook.onTrial()
              ? new Hindrance.QuotaTrial()
              : new Hindrance.CreateSlots(outlook.createsMost()));
    }
  }

  /** Why no instance of a type can be created; null if one can, as far as its type goes. */
  @Nullable Hindrance of(InstanceType type) {
    Hindrance known = byType.get(type.name());
    if (known != null) {
      return known;
    }
    return budgetLeft != null && type.price().compareTo(budgetLeft) > 0
        ? new Hindrance.OverBudget(type.price(), budgetLeft, budgetPerHour)
        : null;
  }

  /**
   * What every type is to a container.
   *
   * @param needs what it asks for
   * @param preemptible whether it asks for preemptible instances
   * @return verdicts, cheapest first
   */
  public List<TypeVerdict> types(Needs needs, boolean preemptible) {
    return sizer.verdicts(needs, preemptible).stream()
        .map(
            verdict ->
                new TypeVerdict(
                    verdict.type().name(),
                    verdict.type().price(),
                    verdict.misfits(),
                    of(verdict.type())))
        .toList();
  }
}
