package io.dispatchcloud.driver.local;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.driver.local.ssh.LoopbackServers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** All instances of one set directory, served for as long as this is open. */
final class LocalInstanceSet implements InstanceSet {
  private static final HostProfile PROFILE =
      new HostProfile("dispatch-instance-secret", "dispatch-runner", "true", false, "", "");

  private final DriverContext context;
  private final SetDirectory directory;
  private final LoopbackServers servers;
  private final Roster roster;

  private LocalInstanceSet(DriverContext context, SetDirectory directory) {
    this.context = context;
    this.directory = directory;
    this.servers = new LoopbackServers("dispatch-local-" + context.instanceSetId());
    this.roster = new Roster(context.parameters().get(LocalDriver.MAX_INSTANCES).intValue());
  }

  /** Takes over the directory, and serves what is in it. */
  static LocalInstanceSet open(DriverContext context, SetDirectory directory)
      throws CloudException {
    LocalInstanceSet set = new LocalInstanceSet(context, directory);
    boolean opened = false;
    try {
      set.serveAll(directory.instances());
      opened = true;
      return set;
    } finally {
      if (!opened) {
        set.close();
      }
    }
  }

  private void serveAll(List<InstanceDirectory> found) throws CloudException {
    List<LocalInstance> displaced = new ArrayList<>();
    for (InstanceDirectory each : found) {
      try {
        LocalInstance instance =
            new LocalInstance(each, each.readRecord(), each.readKey(), roster::remove);
        roster.add(instance);
        if (!instance.serve(servers)) {
          displaced.add(instance);
        }
      } catch (IOException | IllegalArgumentException e) {
        throw unusable(each, e);
      }
    }
    // Last, so that none takes the port that the next one had.
    for (LocalInstance instance : displaced) {
      String before = instance.toString();
      try {
        instance.serveAnywhere(servers);
      } catch (IOException e) {
        throw new CloudException("the instance " + before + " can't be served: " + e, e);
      }
      context
          .logger()
          .log(
              System.Logger.Level.WARNING,
              "an instance''s port is taken by somebody else: {0}; now {1}",
              before,
              instance);
    }
  }

  private static CloudException unusable(InstanceDirectory directory, Exception cause) {
    return new CloudException(
        "the instance in "
            + directory
            + " can't be served: "
            + cause.getMessage()
            + "; mend or remove that directory",
        cause);
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    Roster.Place place = roster.reserve(request.idempotencyToken());
    if (place.existing() != null) {
      return place.existing();
    }
    try {
      LocalInstance made = make(request);
      roster.fill(place, made);
      return made;
    } finally {
      roster.release(place);
    }
  }

  private LocalInstance make(CreateRequest request) throws CloudException {
    InstanceDirectory instance;
    try {
      instance = directory.create();
    } catch (IOException e) {
      throw new CloudException("no directory can be made for an instance: " + e, e);
    }
    boolean made = false;
    LocalInstance result = null;
    try {
      result = furnish(instance, request);
      made = true;
      return result;
    } catch (IOException e) {
      throw new CloudException("the instance in " + instance + " can't be made: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new CloudException("the instance can't be made: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException("interrupted while the init command ran", e);
    } finally {
      if (!made) {
        cleanUp(instance);
      }
    }
  }

  private LocalInstance furnish(InstanceDirectory instance, CreateRequest request)
      throws CloudException, IOException, InterruptedException {
    instance.createHome();
    new InitCommand(instance).run(request.initCommand());
    InstanceRecord data =
        new InstanceRecord(
            0,
            request.type().providerType(),
            request.publicKey() == null ? "" : request.publicKey(),
            request.idempotencyToken(),
            context.clock().instant(),
            request.tags());
    LocalInstance made = new LocalInstance(instance, data, instance.createKey(), roster::remove);
    made.serveAnywhere(servers);
    return made;
  }

  private void cleanUp(InstanceDirectory instance) {
    boolean interrupted = Thread.interrupted();
    try {
      instance.remove();
    } catch (CloudException e) {
      context
          .logger()
          .log(
              System.Logger.Level.WARNING,
              "what is left of an instance that was not made goes when the set is next opened",
              e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    List<Instance> listed = new ArrayList<>(roster.instances());
    listed.removeIf(instance -> !instance.tags().entrySet().containsAll(tags.entrySet()));
    listed.sort(Comparator.comparing(Instance::id));
    return List.copyOf(listed);
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return new QuotaGroup(type.preemptible() ? "local-spot" : "local");
  }

  @Override
  public HostProfile hostProfile() {
    return PROFILE;
  }

  @Override
  public void close() {
    if (roster.close()) {
      try {
        servers.close();
      } finally {
        directory.close();
      }
    }
  }
}
