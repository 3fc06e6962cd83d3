package io.dispatchcloud.core.replay;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.core.loop.HandDrivenLoop;
import io.dispatchcloud.core.pretend.PretendCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The pretend cloud with a meter, which takes preemptible instances away by chance. */
final class MeteredCloud implements Driver, InstanceSet {
  private static final double MILLIS_AN_HOUR = 3_600_000;

  private final PretendCloud cloud;
  private final HandDrivenLoop loop;
  private final Menu menu;
  private final Random chance;
  private final Map<InstanceId, Rental> rentals = new LinkedHashMap<>();

  /** How often an instance was taken away. */
  int interruptions;

  /** An instance from the request to its end. */
  static final class Rental {
    final InstanceType type;
    private final Instant begin;
    private @Nullable Instant end;

    Rental(InstanceType type, Instant begin) {
      this.type = type;
      this.begin = begin;
    }

    double hours() {
      if (end == null) {
        throw new IllegalStateException("a " + type + " of " + begin + " was never destroyed");
      }
      return Duration.between(begin, end).toMillis() / MILLIS_AN_HOUR;
    }

    private void endAt(Instant time) {
      if (end == null) {
        end = time;
      }
    }
  }

  MeteredCloud(PretendCloud cloud, HandDrivenLoop loop, Menu menu, long seed) {
    this.cloud = cloud;
    this.loop = loop;
    this.menu = menu;
    this.chance = new Random(seed);
  }

  List<Rental> rentals() {
    return List.copyOf(rentals.values());
  }

  boolean isEmpty() {
    return cloud.living().isEmpty();
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    Instance made = cloud.create(request);
    rentals.put(made.id(), new Rental(request.type(), loop.instant()));
    double rate = menu.interruptionsPerHour(request.type());
    if (rate > 0) {
      double hours = -Math.log(1 - chance.nextDouble()) / rate;
      loop.after(Duration.ofMillis((long) (hours * MILLIS_AN_HOUR)), () -> takeAway(made.id()));
    }
    return metered(made);
  }

  private void takeAway(InstanceId id) {
    Rental rental = rentals.get(id);
    if (rental != null && rental.end == null) {
      rental.endAt(loop.instant());
      interruptions++;
      cloud.hosts.get(id.value()).destroyed = true;
    }
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    List<Instance> listed = new ArrayList<>();
    for (Instance instance : cloud.instances(tags)) {
      listed.add(metered(instance));
    }
    return listed;
  }

  private Instance metered(Instance instance) {
    return new MeteredInstance(
        instance,
        () -> {
          Rental rental = rentals.get(instance.id());
          if (rental != null) {
            rental.endAt(loop.instant());
          }
        });
  }

  @Override
  public String name() {
    return "metered";
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
  public QuotaGroup quotaGroup(InstanceType type) {
    return cloud.quotaGroup(type);
  }

  @Override
  public void close() {}
}
