package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A driver around another one that notes what is made. */
record ListeningDriver(Driver driver, Set<InstanceId> made) implements Driver {
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
    return new ListeningSet(driver.open(context), made);
  }

  private record ListeningSet(InstanceSet set, Set<InstanceId> made) implements InstanceSet {
    @Override
    public Instance create(CreateRequest request) throws CloudException {
      Instance instance = set.create(request);
      made.add(instance.id());
      return instance;
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
    public void close() {
      set.close();
    }
  }
}
