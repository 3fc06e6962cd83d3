package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.GuestAttributes;
import com.google.cloud.compute.v1.GuestAttributesEntry;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.ssh.JschExecutorProvider;
import io.dispatchcloud.test.kit.ShownHostKey;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives each VM of the fake a real SSH server on this machine, which has run its startup script;
 * and executors that connect to those, and to nothing else.
 */
final class VmHosts implements ExecutorProvider, AutoCloseable {
  private final FakeGce fake;
  private final Secret privateKey;
  private final InstanceSet hosts;
  private final Map<String, Instance> byAddress = new ConcurrentHashMap<>();
  private volatile boolean nextIsImpostor;
  private volatile int most;

  VmHosts(FakeGce fake, Path directory, Secret privateKey) throws CloudException {
    this.fake = fake;
    this.privateKey = privateKey;
    Driver local =
        ServiceLoader.load(Driver.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.name().equals("local"))
            .findFirst()
            .orElseThrow();
    Map<String, Object> parameters = Map.of("directory", directory.toString(), "maxInstances", 50);
    this.hosts =
        local.open(
            new DriverContext(
                Parameters.read("local", parameters, local.parameters()),
                new InstanceSetId("hosts"),
                "id",
                Map.of(),
                System.getLogger("hosts"),
                Meters.none(),
                InstantSource.system()));
    fake.project.onVms(this::made, this::deleted);
  }

  /** Where things lie on these hosts. */
  HostProfile profile() {
    return hosts.hostProfile();
  }

  /** Has somebody else answer at the address of the next VM. */
  void impersonateNext() {
    nextIsImpostor = true;
  }

  /** How many there were at a time. */
  int most() {
    return most;
  }

  private void made(FakeVm vm) {
    boolean impostor = nextIsImpostor;
    nextIsImpostor = false;
    String key = vm.metadata("ssh-keys").orElseThrow();
    try {
      Instance own = host(vm, vm.metadata("startup-script").orElse(""), key);
      publish(vm, own);
      byAddress.put(vm.address(), impostor ? host(vm, "touch impostor", key) : own);
      most = Math.max(most, fake.project.vms().size());
    } catch (CloudException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Instance host(FakeVm vm, String script, String key) throws CloudException {
    return hosts.create(
        new CreateRequest(
            GceTypes.E2,
            "",
            Map.of("vm", vm.name()),
            script,
            key.substring(key.indexOf(':') + 1),
            vm.name() + "-" + script.length()));
  }

  private void publish(FakeVm vm, Instance host) throws InterruptedException {
    GuestAttributes.Builder attributes = GuestAttributes.newBuilder();
    byte[] shown = ShownHostKey.of(host, privateKey).bytes();
    attributes
        .getQueryValueBuilder()
        .addItems(
            GuestAttributesEntry.newBuilder()
                .setNamespace("hostkeys")
                .setKey("ssh-ed25519")
                .setValue(Base64.getEncoder().encodeToString(shown)));
    fake.project.publish(vm.name(), attributes.build());
  }

  private void deleted(FakeVm vm) {
    byAddress.remove(vm.address());
    try {
      for (Instance host : hosts.instances(Map.of("vm", vm.name()))) {
        host.destroy();
      }
    } catch (CloudException e) {
      throw new AssertionError(e);
    }
  }

  int count() throws CloudException {
    return hosts.instances(Map.of()).size();
  }

  @Override
  public String name() {
    return "hosts";
  }

  @Override
  public Executor open(ExecutorContext context, ExecutorTarget target) {
    Executor executor = new JschExecutorProvider().open(context, new MappedTarget(target, this));
    return new MappingExecutor(executor, this);
  }

  java.util.Optional<String> address(String cloudAddress) {
    return java.util.Optional.ofNullable(byAddress.get(cloudAddress)).flatMap(Instance::address);
  }

  @Override
  public void close() throws CloudException {
    for (Instance host : hosts.instances(Map.of())) {
      host.destroy();
    }
    hosts.close();
  }
}
