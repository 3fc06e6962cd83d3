package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All instances that carry one set's label in a project. Thread-safe. */
final class GceInstanceSet implements InstanceSet {
  private final GceConfig config;
  private final ComputeApi api;
  private final Listings listings;
  private final InstanceCreator creator;
  private final TagWriter tagWriter;
  private final InstanceDestroyer destroyer;
  private final GuestHostKeys hostKeys;
  private final Accelerators accelerators;
  private final LeftoverSweeper sweeper;
  private final CloudFailures failures;

  private GceInstanceSet(GceConfig config, DriverContext context, ComputeApi api) {
    Ownership ownership = Ownership.of(context.instanceSetId());
    this.config = config;
    this.api = api;
    InstantSource clock = context.clock();
    this.listings = new Listings(api, ownership, clock);
    this.creator =
        new InstanceCreator(
            api,
            new NewInstance(config, ownership, context.sharedTags()),
            ownership,
            context.instanceSetId(),
            new ZoneOrder(config.zones()),
            clock);
    this.tagWriter = new TagWriter(api, ownership, clock);
    this.destroyer = new InstanceDestroyer(api, clock);
    this.hostKeys = new GuestHostKeys(api, clock);
    this.accelerators = new Accelerators(config);
    this.failures = new CloudFailures(context.logger());
    this.sweeper = new LeftoverSweeper(api, listings, failures, clock, context.logger());
  }

  /** Opens a set, and makes sure that the provider answers and knows us. */
  static GceInstanceSet open(DriverContext context) throws CloudException {
    GceConfig config = GceConfig.of(context.parameters());
    if (config.access().isPlainRemote()) {
      context
          .logger()
          .log(
              Level.WARNING,
              "calls go over plain HTTP to another machine, and with them the secrets of instances:"
                  + " endpoint {0}",
              config.access().endpoint());
    }
    GceInstanceSet set = new GceInstanceSet(config, context, api(config, context));
    boolean opened = false;
    try {
      set.probe(context.logger());
      opened = true;
      return set;
    } finally {
      if (!opened) {
        set.close();
      }
    }
  }

  private void probe(System.Logger logger) throws CloudException {
    try {
      listings.probe();
    } catch (ApiException e) {
      // One that is busy was reached, and has not refused us: no reason for a dispatcher not to
      // start.
      if (!e.isTransient() || e.fault().status() == 0) {
        throw failures.ofCall(e);
      }
      logger.log(Level.WARNING, "Compute Engine is busy: {0}", e.getMessage());
    }
  }

  static ComputeApi api(GceConfig config, DriverContext context) throws CloudException {
    try {
      return ComputeApi.open(
          config.project(),
          config.access().endpoint(),
          config.access().credentials(),
          "dispatch-gce-" + context.instanceSetId());
    } catch (IOException e) {
      throw new CloudException("Google's client can't be made: " + e, e);
    }
  }

  GceConfig config() {
    return config;
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    try {
      InstanceCreator.Made made = creator.create(request);
      failures.createSucceeded();
      return new GceInstance(this, made.zone(), made.instance());
    } catch (ApiException e) {
      throw failures.ofCreate(e);
    }
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    List<Instance> found = new ArrayList<>();
    try {
      for (Listings.Found<com.google.cloud.compute.v1.Instance> each : listings.instances()) {
        found.add(new GceInstance(this, each.place(), each.resource()));
      }
      failures.callSucceeded();
    } catch (ApiException e) {
      throw failures.ofCall(e);
    }
    found.removeIf(instance -> !instance.tags().entrySet().containsAll(tags.entrySet()));
    found.sort(Comparator.comparing(Instance::id));
    return List.copyOf(found);
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return accelerators.quotaGroup(type);
  }

  @Override
  public HostProfile hostProfile() {
    return HostProfile.LINUX_VM.withNoticeCommand(NoticeCommand.text());
  }

  @Override
  public Optional<LeakSweeper> leakSweeper() {
    return Optional.of(sweeper);
  }

  void setTags(String zone, String name, Map<String, String> tags) throws CloudException {
    try {
      tagWriter.write(zone, name, tags);
      failures.callSucceeded();
    } catch (ApiException e) {
      throw failures.ofCall(Masking.of(tags).mask(e));
    }
  }

  void destroy(String zone, String name) throws CloudException {
    try {
      destroyer.destroy(zone, name);
      failures.callSucceeded();
    } catch (ApiException e) {
      throw failures.ofCall(e);
    }
  }

  HostKeyVerdict verifyHostKey(String zone, String name, HostKey key) throws ExecutorException {
    return config.hostKeys() == HostKeyMode.GUESTATTRIBUTES
        ? hostKeys.verify(zone, name, key)
        : HostKeyVerdict.NOT_IMPLEMENTED;
  }

  @Override
  public void close() {
    api.close();
  }

  @Override
  public String toString() {
    return "instances of " + config.project() + " in " + String.join(", ", config.zones());
  }
}
