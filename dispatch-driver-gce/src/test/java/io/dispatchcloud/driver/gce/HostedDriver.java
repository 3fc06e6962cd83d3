package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The driver with hosts that are no virtual machines: things lie elsewhere on them. */
record HostedDriver(Driver driver, HostProfile profile) implements Driver {
  @Override
  public String name() {
    return driver.name();
  }

  @Override
  public List<Parameter<?>> parameters() {
    return driver.parameters();
  }

  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    return new HostedSet(driver.open(context), profile);
  }

  private record HostedSet(InstanceSet set, HostProfile profile) implements InstanceSet {
    @Override
    public Instance create(CreateRequest request) throws CloudException {
      return set.create(request);
    }

    @Override
    public List<Instance> instances(Map<String, String> tags) throws CloudException {
      return set.instances(tags);
    }

    @Override
    public QuotaGroup quotaGroup(InstanceType type) {
      return set.quotaGroup(type);
    }

    @Override
    public HostProfile hostProfile() {
      return profile;
    }

    @Override
    public Optional<LeakSweeper> leakSweeper() {
      return set.leakSweeper();
    }

    @Override
    public void close() {
      set.close();
    }
  }
}
