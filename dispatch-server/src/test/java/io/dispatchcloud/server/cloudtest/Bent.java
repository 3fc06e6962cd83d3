package io.dispatchcloud.server.cloudtest;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A driver that does what another one does, but for what a test bends. */
final class Bent implements Driver {
  private final Driver cloud;
  Bend<CreateRequest> beforeCreate = request -> request;
  Bend<Instance> afterCreate = instance -> instance;
  Bend<Instance> listed = instance -> instance;
  @Nullable LeakSweeper sweeper;
  Runnable onClose = () -> {};

  Bent(Driver cloud) {
    this.cloud = cloud;
  }

  /** What becomes of something. */
  interface Bend<T> {
    T apply(T one) throws CloudException;
  }

  @Override
  public String name() {
    return "bent";
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
        return afterCreate.apply(set.create(beforeCreate.apply(request)));
      }

      @Override
      public List<Instance> instances(Map<String, String> tags) throws CloudException {
        List<Instance> all = new ArrayList<>();
        for (Instance instance : set.instances(tags)) {
          all.add(listed.apply(instance));
        }
        return all;
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
        return Optional.ofNullable(sweeper);
      }

      @Override
      public void close() {
        set.close();
        onClose.run();
      }
    };
  }

  /** The request with another init command. */
  static CreateRequest with(CreateRequest request, String init) {
    return new CreateRequest(
        request.type(),
        request.image(),
        request.tags(),
        init,
        request.publicKey(),
        request.idempotencyToken());
  }
}
