package io.dispatchcloud.core.pretend;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A cloud in memory: a driver, and the executors that reach its hosts. Not thread-safe. */
public final class PretendCloud implements Driver, InstanceSet, ExecutorProvider {
  /** How long a host takes until it answers. */
  public Duration bootTime = Duration.ofSeconds(30);

  /** How long what is started runs, and how it exits, told by its command. */
  public Function<String, PretendHost.Payload> payloads =
      command -> new PretendHost.Payload(Duration.ofMinutes(5), 0);

  /** Thrown by the next creates, one each; null-free. */
  public final Deque<CloudException> nextCreateFailures = new ArrayDeque<>();

  /** If set, the next create makes an instance and then fails all the same. */
  public boolean loseNextAnswer;

  /** What creates that died half way left behind; empties with a sweep. */
  public final List<String> leaks = new ArrayList<>();

  /** What the next sweeps fail with. */
  public final Deque<CloudException> nextSweepFailures = new ArrayDeque<>();

  /** When listings and sweeps began. */
  public final List<Instant> looks = new ArrayList<>();

  /** Nothing can be listed at the moment. */
  public boolean listingFails;

  /** Every host that ever was, by its id. */
  public final Map<String, PretendHost> hosts = new TreeMap<>();

  /** What it was last opened with. */
  public DriverContext opened;

  /** How often a create was asked for. */
  public int createCalls;

  /** How often nobody answered a command. */
  public int unanswered;

  /** How the ids of its instances begin. */
  public String prefix = "i-";

  private final InstantSource clock;
  private int numbers;

  public PretendCloud(InstantSource clock) {
    this.clock = clock;
  }

  public List<PretendHost> living() {
    return hosts.values().stream().filter(host -> !host.destroyed).toList();
  }

  @Override
  public String name() {
    return "pretend";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public InstanceSet open(DriverContext context) {
    opened = context;
    return this;
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    createCalls++;
    if (!nextCreateFailures.isEmpty()) {
      throw nextCreateFailures.remove();
    }
    InstanceId id = new InstanceId(prefix + "%05d".formatted(++numbers));
    PretendHost host =
        new PretendHost(
            id,
            request.type().providerType(),
            request.tags(),
            clock,
            clock.instant().plus(bootTime),
            command -> payloads.apply(command));
    hosts.put(id.value(), host);
    if (loseNextAnswer) {
      loseNextAnswer = false;
      throw new CloudException("the answer got lost");
    }
    return host.asInstance();
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    looks.add(clock.instant());
    if (listingFails) {
      throw new CloudException("not now");
    }
    List<Instance> listed = new ArrayList<>();
    for (PretendHost host : living()) {
      if (!host.hiddenUntil.isAfter(clock.instant())) {
        listed.add(host.asInstance());
      }
    }
    return listed;
  }

  @Override
  public Optional<LeakSweeper> leakSweeper() {
    return Optional.of(
        () -> {
          looks.add(clock.instant());
          if (!nextSweepFailures.isEmpty()) {
            throw nextSweepFailures.remove();
          }
          List<String> removed = List.copyOf(leaks);
          leaks.clear();
          return removed;
        });
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return new QuotaGroup("all");
  }

  @Override
  public Executor open(ExecutorContext context, ExecutorTarget target) {
    return new PretendExecutor(this, target);
  }

  @Override
  public void close() {}
}
