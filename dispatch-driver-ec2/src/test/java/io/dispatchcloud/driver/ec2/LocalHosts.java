package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.ssh.JschExecutorProvider;
import io.dispatchcloud.driver.local.LocalDriver;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Real hosts behind the fake EC2's addresses: SSH servers on this machine that run real commands,
 * each in a directory of its own, as the local driver makes them.
 */
final class LocalHosts implements FakeHosts {
  private final Secret privateKey;
  private final InstanceSet set;
  private final Map<String, Instance> byVm = new ConcurrentHashMap<>();
  private final Map<String, String> realAddresses = new ConcurrentHashMap<>();

  private volatile boolean divertNext;
  private volatile String diverted = "";

  LocalHosts(Path directory, Secret privateKey) throws CloudException {
    this.privateKey = privateKey;
    LocalDriver driver = new LocalDriver();
    set =
        driver.open(
            new DriverContext(
                Parameters.read(
                    "driver 'local'",
                    Map.of("directory", directory.toString(), "maxInstances", 100),
                    driver.parameters()),
                new InstanceSetId("hosts"),
                "set",
                Map.of(),
                System.getLogger("hosts"),
                Meters.none(),
                InstantSource.system()));
  }

  /** Where an address of the fake EC2's really is. */
  String realAddress(String address) {
    return realAddresses.getOrDefault(address, address);
  }

  /** Who connects to the next instance's address will find somebody else's host there. */
  void divertNext() {
    divertNext = true;
  }

  /** The id of the instance that this happened to. */
  String diverted() {
    return diverted;
  }

  @Override
  public String start(FakeVm vm) {
    String script = vm.userData().replaceFirst("^#!/bin/sh\n", "");
    try {
      Instance host = host(vm.id, vm.publicKey, script);
      byVm.put(vm.id, host);
      Instance reached = host;
      if (divertNext) {
        divertNext = false;
        diverted = vm.id;
        // It knows our public key, which is no secret, but not what is.
        String others = script.replaceAll("[0-9a-f]{40}", "0".repeat(40));
        reached = host("impostor", vm.publicKey, others);
      }
      realAddresses.put(vm.address, reached.address().orElseThrow());
      HostKey key = keyOf(host);
      return key.algorithm() + " " + Base64.getEncoder().encodeToString(key.bytes());
    } catch (CloudException e) {
      throw new AssertionError(e);
    }
  }

  private Instance host(String name, String publicKey, String script) throws CloudException {
    return set.create(
        new CreateRequest(
            Ec2Environment.SMALL,
            "",
            Map.of("name", name),
            HostExecutors.inHost(script),
            publicKey,
            name));
  }

  /** Logs in, looks at the key, and goes away. */
  private HostKey keyOf(Instance host) {
    AtomicReference<HostKey> shown = new AtomicReference<>();
    ExecutorContext context =
        new ExecutorContext(
            privateKey,
            22,
            ExecutorContext.Limits.DEFAULT,
            LocalHosts::daemon,
            InstantSource.system(),
            Meters.none());
    ExecutorTarget looking =
        new ExecutorTarget() {
          @Override
          public Optional<String> address() {
            return host.address();
          }

          @Override
          public String remoteUser() {
            return host.remoteUser();
          }

          @Override
          public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
            shown.set(key);
            return HostKeyVerdict.ACCEPTED;
          }
        };
    try (Executor executor = new JschExecutorProvider().open(context, looking)) {
      executor.run(Command.of("true"));
    } catch (ExecutorException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return shown.get();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "local-hosts");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void end(FakeVm vm) {
    try {
      byVm.get(vm.id).destroy();
    } catch (CloudException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    set.close();
  }
}
