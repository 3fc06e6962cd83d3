package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.QuotaGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider: all instances, and what it has room for. */
final class SimulatedCloud {
  private static final Duration SSH_UP = Duration.ofSeconds(20);
  private static final Duration BOOT = Duration.ofSeconds(40);
  private static final Duration SLOW_BOOT = Duration.ofMinutes(9);
  private static final Duration NEWEST_HIDDEN = Duration.ofSeconds(90);
  private static final Duration ADDRESS_LATE = Duration.ofMinutes(3);

  private final World world;
  private final SplitMix chance;
  private final String setTag;
  private final String typeTag;
  private final String secretTag;

  // In the order of their creation; what is neither listed nor alive any more is let go.
  private final Map<InstanceId, Vm> vms = new LinkedHashMap<>();
  private final Map<String, Vm> byAddress = new HashMap<>();
  private int numbers;
  private int living;

  /** What limits how many instances the account may have now. */
  private final List<Quota> quotas = new ArrayList<>();

  /** Until when there is no room: for types and groups by name, and for all. */
  private final Map<String, Long> fullUntil = new HashMap<>();

  private record Quota(int instances, long until) {}

  SimulatedCloud(World world) {
    this.world = world;
    this.chance = world.chance.split();
    String prefix = world.config.get(io.dispatchcloud.core.Settings.TAG_KEY_PREFIX);
    this.setTag = prefix + "InstanceSetID";
    this.typeTag = prefix + "InstanceType";
    this.secretTag = prefix + "InstanceSecret";
  }

  /** Other people's instances, which listings show, too. */
  void addNeighbours() {
    InstanceType type = world.config.instanceTypes().get(0);
    add(
        type,
        Map.of(setTag, world.config.instanceSetId().value() + "-other", typeTag, type.name()));
    add(type, Map.of("Name", "somebody's own"));
  }

  Collection<Vm> vms() {
    return vms.values();
  }

  /** Instances that live, somebody else's left out. */
  List<Vm> living() {
    List<Vm> found = new ArrayList<>();
    for (Vm vm : vms.values()) {
      if (vm.ours && !vm.hasEnded(world.time.now())) {
        found.add(vm);
      }
    }
    return found;
  }

  int livingCount() {
    return living;
  }

  boolean hasEnded(InstanceId id) {
    Vm vm = vms.get(id);
    return vm == null || vm.hasEnded(world.time.now());
  }

  @Nullable Vm at(String address) {
    return byAddress.get(address);
  }

  boolean areOurs(Map<String, String> tags) {
    return world.config.instanceSetId().value().equals(tags.get(setTag));
  }

  String typeOf(Map<String, String> tags) {
    return tags.getOrDefault(typeTag, "");
  }

  static QuotaGroup group(InstanceType type) {
    return new QuotaGroup(type.preemptible() ? "spot" : "standard");
  }

  /** For a while the account may have no more than so many instances. */
  void limit(int instances, Duration time) {
    quotas.add(new Quota(instances, world.time.now() + time.toNanos()));
  }

  /** How many instances the account may have now: the least of what limits it. */
  int quota() {
    int least = Integer.MAX_VALUE;
    for (Quota each : quotas) {
      if (each.until() > world.time.now()) {
        least = Math.min(least, each.instances());
      }
    }
    return least;
  }

  /** For a while there is no room: for a type or a group by name, or for all. */
  void fill(String what, Duration time) {
    fullUntil.merge(what, world.time.now() + time.toNanos(), Math::max);
  }

  /** There is room for everything again, and everything answers. */
  void heal() {
    quotas.clear();
    fullUntil.clear();
    for (Vm vm : vms.values()) {
      vm.cutOffUntil = 0;
      vm.comeBack(world.time.now());
    }
  }

  /** Makes an instance, if there is room for it. */
  Vm create(CreateRequest request) throws CloudException {
    InstanceType type = request.type();
    if (living >= quota()) {
      throw new QuotaException("the account may have no more than " + quota() + " instances now");
    }
    requireRoom("zone", CapacityException.Scope.ALL);
    requireRoom("group " + group(type).name(), CapacityException.Scope.QUOTA_GROUP);
    requireRoom("type " + type.name(), CapacityException.Scope.INSTANCE_TYPE);
    return add(type, request.tags());
  }

  private void requireRoom(String what, CapacityException.Scope scope) throws CloudException {
    if (fullUntil.getOrDefault(what, 0L) > world.time.now()) {
      throw new CapacityException("no room now: " + what, scope);
    }
  }

  /** An instance that is there from now on. */
  Vm add(InstanceType type, Map<String, String> tags) {
    boolean ours = areOurs(tags);
    Vm vm =
        new Vm(
            world,
            ++numbers,
            type,
            ours,
            tags,
            tags.getOrDefault(secretTag, ""),
            chance.chance(0.7),
            chance.chance(0.5) ? "root" : "admin");
    vms.put(vm.id, vm);
    byAddress.put(vm.address, vm);
    living += ours ? 1 : 0;
    world.log.add(vm + " created, " + type + (ours ? "" : ", somebody else's"));
    world.judge.began(vm.id, type, ours);
    if (ours) {
      begin(vm);
    }
    return vm;
  }

  private void begin(Vm vm) {
    long now = world.time.now();
    vm.listedFrom = now;
    vm.addressKnownAt = now + chance.upTo(Duration.ofSeconds(5)).toNanos();
    if (chance.chance(world.plan.rate(Fault.LISTING_LACKS_NEWEST))) {
      vm.listedFrom = now + chance.upTo(shortOf(NEWEST_HIDDEN)).toNanos();
      world.struck(Fault.LISTING_LACKS_NEWEST, vm);
    }
    if (chance.chance(world.plan.rate(Fault.ADDRESS_LATE))) {
      vm.addressKnownAt = now + chance.upTo(ADDRESS_LATE).toNanos();
      world.struck(Fault.ADDRESS_LATE, vm);
    }
    if (chance.chance(world.plan.rate(Fault.BOOT_NEVER))) {
      world.struck(Fault.BOOT_NEVER, vm);
      // Some are reached all the same.
      vm.reachableAt = chance.nextBoolean() ? Vm.NEVER : now + SSH_UP.toNanos();
    } else {
      boolean slow = chance.chance(world.plan.rate(Fault.BOOT_SLOW));
      if (slow) {
        world.struck(Fault.BOOT_SLOW, vm);
      }
      Duration boot = chance.between(SSH_UP, slow ? SLOW_BOOT : BOOT);
      vm.bootedAt = now + boot.toNanos();
      vm.reachableAt = now + chance.upTo(boot).toNanos();
      world.time.at(
          vm.bootedAt,
          () -> {
            if (!vm.hasEnded(world.time.now())) {
              world.judge.cameUp(vm.id);
            }
          });
    }
    Mishaps.plan(world, vm, chance);
  }

  /** At most so long, and less than a pool waits before it takes an absence for an end. */
  private Duration shortOf(Duration time) {
    Duration most = world.goneAfter().dividedBy(2);
    return time.compareTo(most) < 0 ? time : most;
  }

  /** Ends an instance soon, with all that runs there. */
  void end(Vm vm, Duration after) {
    long at = world.time.now() + after.toNanos();
    if (at < vm.endsAt) {
      vm.endsAt = at;
      world.time.at(at, () -> ended(vm));
    }
  }

  private void ended(Vm vm) {
    if (vm.endedAt != Vm.NEVER) {
      return;
    }
    vm.endedAt = world.time.now();
    byAddress.remove(vm.address);
    living -= vm.ours ? 1 : 0;
    world.log.add(vm + " gone");
    vm.runner.hostEnds();
    world.judge.gone(vm.id);
    long linger = 0;
    if (chance.chance(world.plan.rate(Fault.DESTROY_LINGERS))) {
      world.struck(Fault.DESTROY_LINGERS, vm);
      linger = chance.upTo(Duration.ofMinutes(10)).toNanos();
    }
    vm.listedUntil = vm.endedAt + linger;
    // Stale listings show how things were a while ago.
    world.time.at(vm.listedUntil + Duration.ofMinutes(5).toNanos(), () -> vms.remove(vm.id));
  }

  void changeAddress(Vm vm) {
    byAddress.remove(vm.address);
    vm.move(vm.address + "x", world.time.now());
    byAddress.put(vm.address, vm);
    world.struck(Fault.ADDRESS_CHANGES, vm);
  }

  /** Changes tags for good; the provider may show that later, or forget it. */
  void setTags(Vm vm, Map<String, String> tags) {
    if (chance.chance(world.plan.rate(Fault.TAGS_LOST))) {
      world.struck(Fault.TAGS_LOST, vm);
      return;
    }
    long shownFrom = world.time.now();
    if (chance.chance(world.plan.rate(Fault.TAGS_LATE))) {
      world.struck(Fault.TAGS_LATE, vm);
      shownFrom += chance.upTo(Duration.ofMinutes(3)).toNanos();
    }
    vm.tags.change(tags, world.time.now(), shownFrom);
  }
}
