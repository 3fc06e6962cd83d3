package io.dispatchcloud.core.network;

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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cloud whose instances are hosts of a {@link Network}. */
final class NetworkDriver implements Driver {
  /** The hosts that were ever made, in their order, and those that were destroyed. */
  final List<NetworkHost> made = new CopyOnWriteArrayList<>();

  final List<NetworkHost> destroyed = new CopyOnWriteArrayList<>();

  private final Network network;
  private final Path folder;
  private final Map<InstanceId, Machine> machines = new ConcurrentHashMap<>();

  NetworkDriver(Network network, Path folder) {
    this.network = network;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "network";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public InstanceSet open(DriverContext context) {
    return new Machines();
  }

  private Machine create(CreateRequest request) throws Exception {
    NetworkHost host = network.addHost();
    host.boot(String.valueOf(request.publicKey()));
    host.run(request.initCommand());
    Machine machine = new Machine(host, request);
    machines.put(machine.id(), machine);
    made.add(host);
    return machine;
  }

  private final class Machines implements InstanceSet {
    @Override
    public Instance create(CreateRequest request) throws CloudException {
      try {
        return NetworkDriver.this.create(request);
      } catch (Exception e) {
        throw new CloudException("no host was made: " + e, e);
      }
    }

    @Override
    public List<Instance> instances(Map<String, String> tags) {
      return List.copyOf(machines.values());
    }

    @Override
    public QuotaGroup quotaGroup(InstanceType type) {
      return new QuotaGroup("network");
    }

    @Override
    public HostProfile hostProfile() {
      String own = NetworkHost.own(folder).toString();
      return new HostProfile(own + "/secret", own + "/runner", "true", false, "", "");
    }

    @Override
    public void close() {}
  }

  private final class Machine implements Instance {
    private final NetworkHost host;
    private final String type;
    private volatile Map<String, String> tags;

    Machine(NetworkHost host, CreateRequest request) {
      this.host = host;
      this.type = request.type().providerType();
      this.tags = request.tags();
    }

    @Override
    public InstanceId id() {
      return new InstanceId(host.name());
    }

    @Override
    public String providerType() {
      return type;
    }

    @Override
    public Map<String, String> tags() {
      return tags;
    }

    @Override
    public void setTags(Map<String, String> newTags) {
      tags = Map.copyOf(newTags);
    }

    @Override
    public List<PricePoint> priceHistory(InstanceType priced) {
      return List.of();
    }

    @Override
    public synchronized void destroy() throws CloudException {
      if (!machines.containsKey(id())) {
        return;
      }
      try {
        host.destroy();
      } catch (Exception e) {
        throw new CloudException("the host " + host.name() + " was not destroyed: " + e, e);
      }
      destroyed.add(host);
      machines.remove(id());
    }

    @Override
    public Optional<String> address() {
      return Optional.of(host.address());
    }

    @Override
    public String remoteUser() {
      return "root";
    }

    @Override
    public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
      return HostKeyVerdict.NOT_IMPLEMENTED;
    }
  }
}
