package io.dispatchcloud.core.cloud;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds the configured tags to every create; the caller's win (SET-8). */
final class DefaultTaggingInstanceSet implements InstanceSet {
  private final InstanceSet set;
  private final Map<String, String> defaults;

  DefaultTaggingInstanceSet(InstanceSet set, Map<String, String> defaults) {
    this.set = set;
    this.defaults = Map.copyOf(defaults);
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    Map<String, String> tags = new LinkedHashMap<>(defaults);
    tags.putAll(request.tags());
    return set.create(request.withTags(tags));
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
