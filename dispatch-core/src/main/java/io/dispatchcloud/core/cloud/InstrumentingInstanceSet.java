package io.dispatchcloud.core.cloud;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts and times what is asked of a driver, by kind and success (SET-11). */
final class InstrumentingInstanceSet implements InstanceSet {
  private final InstanceSet set;
  private final CallMeter meter;

  InstrumentingInstanceSet(InstanceSet set, CallMeter meter) {
    this.set = set;
    this.meter = meter;
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    return new InstrumentedInstance(meter.measure("create", () -> set.create(request)), meter);
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    List<Instance> listed = meter.measure("list", () -> set.instances(tags));
    return listed.stream()
        .<Instance>map(instance -> new InstrumentedInstance(instance, meter))
        .toList();
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return set.quotaGroup(type);
  }

  @Override
  public HostProfile hostProfile() {
    return set.hostProfile();
  }

  /** A sweep lists before it removes, so that it counts as a listing. */
  @Override
  public Optional<LeakSweeper> leakSweeper() {
    return set.leakSweeper().map(sweeper -> () -> meter.measure("list", sweeper::sweep));
  }

  @Override
  public void close() {
    set.close();
  }
}
