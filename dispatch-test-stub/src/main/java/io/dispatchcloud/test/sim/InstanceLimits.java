package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * No dispatcher asks for more instances than it may have, those counted that it knows of or may
 * have made, nor for more at once than it may (POOL-6, POOL-8).
 */
final class InstanceLimits extends Checker {
  private final int instancesMax;
  private final int createsMax;
  private final Map<String, Known> byDispatcher = new HashMap<>();

  private static final class Known {
    // What it made, or was shown, and still lives.
    private final Set<InstanceId> living = new HashSet<>();
    private int notMadeYet;
    private int underWay;
    private boolean listed;
  }

  /**
   * Limits.
   *
   * @param instancesMax how many instances there may be; 0 for any number
   * @param createsMax how many creates may be under way; 0 for any number
   */
  InstanceLimits(Bench bench, int instancesMax, int createsMax) {
    super(bench);
    this.instancesMax = instancesMax;
    this.createsMax = createsMax;
  }

  private Known known(String by) {
    return byDispatcher.computeIfAbsent(by, name -> new Known());
  }

  @Override
  public void createAsked(String by, InstanceType type) {
    Known known = known(by);
    known.underWay++;
    known.notMadeYet++;
    int all = known.living.size() + known.notMadeYet;
    if (instancesMax > 0 && !known.listed) {
      broken("POOL-8", by + " asks for an instance, and does not know yet how many there are");
    }
    if (instancesMax > 0 && all > instancesMax) {
      broken("POOL-8", by + " asks for instance " + all + " of at most " + instancesMax);
    }
    if (createsMax > 0 && known.underWay > createsMax) {
      broken("POOL-6", by + " has " + known.underWay + " creates under way; at most " + createsMax);
    }
  }

  @Override
  public void createMade(String by, InstanceId made) {
    Known known = known(by);
    known.notMadeYet--;
    known.living.add(made);
  }

  @Override
  public void createAnswered(String by, @Nullable InstanceId made, boolean known) {
    known(by).underWay--;
    known(by).notMadeYet -= made == null ? 1 : 0;
  }

  @Override
  public void listed(String by, List<InstanceId> ours) {
    known(by).listed = true;
    known(by).living.addAll(ours);
  }

  @Override
  public void gone(InstanceId id) {
    byDispatcher.values().forEach(known -> known.living.remove(id));
  }
}
