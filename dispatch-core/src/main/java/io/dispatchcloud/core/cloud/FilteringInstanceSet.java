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

/** Drops listed instances that lack any of the tags that were asked for (SET-7). */
final class FilteringInstanceSet implements InstanceSet {
  private final InstanceSet set;

  FilteringInstanceSet(InstanceSet set) {
    this.set = set;
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    return set.instances(tags).stream()
        .filter(instance -> instance.tags().entrySet().containsAll(tags.entrySet()))
        .toList();
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    return set.create(request);
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return set.quotaGroup(type);
  }

  @Override
  public HostProfile hostProfile() {
    return set.hostProfile();
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
