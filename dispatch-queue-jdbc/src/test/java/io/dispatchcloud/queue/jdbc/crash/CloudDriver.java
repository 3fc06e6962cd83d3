package io.dispatchcloud.queue.jdbc.crash;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.queue.jdbc.crash.Cloud.Listed;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.RemoteException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The instances of a {@link CloudServer} in another process.
 *
 * @param caller what this process calls itself
 */
record CloudDriver(Cloud cloud, String caller) implements Driver, InstanceSet {
  static CloudDriver of(Path file) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
      return new CloudDriver((Cloud) in.readObject(), "process " + ProcessHandle.current().pid());
    }
  }

  @Override
  public String name() {
    return "elsewhere";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public InstanceSet open(DriverContext context) {
    return this;
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    Cloud.Order order =
        new Cloud.Order(
            Map.copyOf(request.tags()),
            request.initCommand(),
            request.publicKey(),
            request.idempotencyToken());
    try {
      return new Elsewhere(cloud, caller, cloud.create(caller, order));
    } catch (RemoteException e) {
      throw new CloudException("create failed", e);
    }
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    try {
      // More than was asked for is allowed.
      return cloud.list(caller).stream()
          .<Instance>map(each -> new Elsewhere(cloud, caller, each))
          .toList();
    } catch (RemoteException e) {
      throw new CloudException("list failed", e);
    }
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return new QuotaGroup("elsewhere");
  }

  @Override
  public HostProfile hostProfile() {
    return new HostProfile("dispatch-instance-secret", "dispatch-runner", "true", false, "", "");
  }

  @Override
  public void close() {
    // The instances stay, and nothing here is open.
  }

  private record Elsewhere(Cloud cloud, String caller, Listed listed) implements Instance {
    @Override
    public InstanceId id() {
      return new InstanceId(listed.id());
    }

    @Override
    public String providerType() {
      return DispatcherProcess.TYPE.providerType();
    }

    @Override
    public Map<String, String> tags() {
      return Map.copyOf(listed.tags());
    }

    @Override
    public void setTags(Map<String, String> tags) throws CloudException {
      try {
        cloud.setTags(caller, listed.id(), Map.copyOf(tags));
      } catch (RemoteException e) {
        throw new CloudException("setting tags failed", e);
      }
    }

    @Override
    public List<PricePoint> priceHistory(InstanceType type) {
      return List.of();
    }

    @Override
    public Optional<String> address() {
      return Optional.of(listed.address());
    }

    @Override
    public String remoteUser() {
      return listed.user();
    }

    @Override
    public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
      return HostKeyVerdict.NOT_IMPLEMENTED;
    }

    @Override
    public void destroy() throws CloudException {
      try {
        cloud.destroy(caller, listed.id());
      } catch (RemoteException e) {
        throw new CloudException("destroying failed", e);
      }
    }
  }
}
