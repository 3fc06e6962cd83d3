package io.dispatchcloud.queue.jdbc.crash;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.meter.Meters;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;

/** Local instances of this process, for the dispatchers of others. */
final class CloudServer implements Cloud, AutoCloseable {
  private final InstanceSet set;
  private final List<String> calls = new CopyOnWriteArrayList<>();

  /** Opens it, and writes how it is reached into a file. */
  CloudServer(Workplace workplace, Path file) throws IOException, CloudException {
    set = open(workplace);
    // All within this machine.
    System.setProperty("java.rmi.server.hostname", "127.0.0.1");
    try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
      out.writeObject(UnicastRemoteObject.exportObject(this, 0));
    }
  }

  private static InstanceSet open(Workplace workplace) throws CloudException {
    Driver driver =
        ServiceLoader.load(Driver.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.name().equals("local"))
            .findFirst()
            .orElseThrow();
    Map<String, Object> parameters =
        Map.of(
            "directory",
            workplace.instances().toString(),
            "maxInstances",
            DispatcherProcess.INSTANCES);
    return driver.open(
        new DriverContext(
            Parameters.read("driver 'local'", parameters, driver.parameters()),
            new InstanceSetId(DispatcherProcess.SET),
            "DispatchInstanceSetID",
            Map.of(),
            System.getLogger(CloudServer.class.getName()),
            Meters.none(),
            InstantSource.system()));
  }

  /** How many calls somebody has made. */
  long calls(String caller) {
    return calls.stream().filter(caller::equals).count();
  }

  @Override
  public Listed create(String caller, Order order) throws RemoteException {
    calls.add(caller);
    CreateRequest request =
        new CreateRequest(
            DispatcherProcess.TYPE,
            "",
            order.tags(),
            order.initCommand(),
            order.publicKey(),
            order.token());
    try {
      return listed(set.create(request));
    } catch (CloudException e) {
      throw new RemoteException("create", e);
    }
  }

  @Override
  public List<Listed> list(String caller) throws RemoteException {
    calls.add(caller);
    List<Listed> all = new ArrayList<>();
    for (Instance each : instances()) {
      all.add(listed(each));
    }
    return all;
  }

  private List<Instance> instances() throws RemoteException {
    try {
      return set.instances(Map.of());
    } catch (CloudException e) {
      throw new RemoteException("list", e);
    }
  }

  private static Listed listed(Instance instance) {
    return new Listed(
        instance.id().value(),
        Map.copyOf(instance.tags()),
        instance.address().orElseThrow(),
        instance.remoteUser());
  }

  private Instance find(String id) throws RemoteException {
    return instances().stream()
        .filter(each -> each.id().value().equals(id))
        .findFirst()
        .orElseThrow(() -> new RemoteException("there is no " + id));
  }

  @Override
  public void setTags(String caller, String id, Map<String, String> tags) throws RemoteException {
    calls.add(caller);
    try {
      find(id).setTags(tags);
    } catch (CloudException e) {
      throw new RemoteException("set tags", e);
    }
  }

  @Override
  public void destroy(String caller, String id) throws RemoteException {
    calls.add(caller);
    try {
      find(id).destroy();
    } catch (CloudException e) {
      throw new RemoteException("destroy", e);
    }
  }

  @Override
  public void close() throws IOException {
    UnicastRemoteObject.unexportObject(this, true);
    set.close();
  }
}
