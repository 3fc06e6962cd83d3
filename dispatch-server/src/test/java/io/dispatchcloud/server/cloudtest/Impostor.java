package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Parameter;
import java.util.List;
import java.util.Map;

/** A cloud at whose addresses other machines answer: they lack the secret of the init command. */
record Impostor(Driver cloud) implements Driver {
  @Override
  public String name() {
    return "impostor";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    InstanceSet set = cloud.open(context);
    return new InstanceSet() {
      @Override
      public Instance create(CreateRequest request) throws CloudException {
        return set.create(
            new CreateRequest(
                request.type(),
                request.image(),
                request.tags(),
                "true",
                request.publicKey(),
                request.idempotencyToken()));
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
      public void close() {
        set.close();
      }
    };
  }
}
