package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No process begins of a container that had cost as much as it may when it was locked for that
 * (section 10). It reckons what it must have cost at the least: its part of the instance's vCPUs,
 * for the time that its processes lived. The store counts an attempt for as long or longer, and all
 * that came before an attempt have ended by the store when it is locked; so there is nothing that a
 * dispatcher might not know yet.
 */
final class BudgetKept extends Checker {
  private static final long NANOS_AN_HOUR = 3_600_000_000_000L;

  /** The store rounds each attempt. */
  private static final BigDecimal ROUNDED = new BigDecimal("0.000000001");

  private final BigDecimal budget;
  private final Map<InstanceId, InstanceType> instances = new HashMap<>();
  private final Map<ContainerId, Integer> vcpus = new HashMap<>();
  private final Map<Attempt, Living> living = new HashMap<>();
  private final Map<ContainerId, BigDecimal> costs = new HashMap<>();
  private final Map<ContainerId, Lock> locks = new HashMap<>();

  private record Living(InstanceId where, long since) {}

  private record Lock(long attempt, BigDecimal cost) {}

  BudgetKept(Bench bench, BigDecimal budget) {
    super(bench);
    this.budget = budget;
  }

  private boolean isLimited() {
    return budget.signum() > 0;
  }

  @Override
  public void submitted(SimulatedContainer container) {
    if (isLimited()) {
      vcpus.put(container.spec().id(), container.spec().needs().vcpus());
    }
  }

  @Override
  public void began(InstanceId id, InstanceType type, boolean ours) {
    if (isLimited() && ours) {
      instances.put(id, type);
    }
  }

  @Override
  public void changed(Container after, String by) {
    Lock known = locks.get(after.id());
    boolean isNew = known == null || known.attempt() != after.attempt();
    if (isLimited() && after.state() == ContainerState.LOCKED && isNew) {
      locks.put(after.id(), new Lock(after.attempt(), cost(after.id())));
    }
  }

  private BigDecimal cost(ContainerId id) {
    return costs.getOrDefault(id, BigDecimal.ZERO);
  }

  @Override
  public void started(Attempt attempt, InstanceId where) {
    if (!isLimited()) {
      return;
    }
    living.put(attempt, new Living(where, now()));
    Lock lock = locks.get(attempt.container());
    if (lock != null
        && lock.attempt() == attempt.number()
        && lock.cost().subtract(ROUNDED).compareTo(budget) >= 0) {
      broken(
          "CONF",
          "%s starts on %s, but had cost %s when it was locked, and may cost %s"
              .formatted(attempt, where, lock.cost(), budget));
    }
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    Living ended = living.remove(attempt);
    InstanceType type = ended == null ? null : instances.get(ended.where());
    Integer asked = vcpus.get(attempt.container());
    if (ended == null || type == null || asked == null) {
      return;
    }
    BigDecimal cost =
        type.price()
            .multiply(BigDecimal.valueOf(asked))
            .multiply(BigDecimal.valueOf(now() - ended.since()))
            .divide(
                BigDecimal.valueOf(NANOS_AN_HOUR).multiply(BigDecimal.valueOf(type.vcpus())),
                MathContext.DECIMAL64);
    costs.merge(attempt.container(), cost, BigDecimal::add);
  }
}
