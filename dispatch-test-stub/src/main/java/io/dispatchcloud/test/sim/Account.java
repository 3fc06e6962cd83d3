package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.api.config.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cloud as one dispatcher sees it: its calls, and all that goes wrong with them. */
final class Account implements Driver, InstanceSet {
  private static final Duration QUICK = Duration.ofMillis(400);
  private static final Duration SLOW = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration RETRY_MOST = Duration.ofSeconds(30);
  private static final Duration STALE_MOST = Duration.ofMinutes(1);
  // Latencies and a clock that goes wrong must not make an absence longer than it is.
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private final World world;
  private final Machine machine;
  private final SplitMix chance;
  // Since when the listings of this dispatcher lack an instance that lives.
  private final Map<InstanceId, Long> lackedSince = new HashMap<>();

  Account(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
    this.chance = world.chance.split();
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public InstanceSet open(DriverContext context) {
    return this;
  }

  private boolean strikes(Fault fault, Object about) {
    if (!chance.chance(world.plan.rate(fault))) {
      return false;
    }
    world.struck(fault, machine.name + " " + about);
    return true;
  }

  private void rateLimit(String call) throws CloudException {
    world.judge.called(machine, call);
    if (strikes(Fault.RATE_LIMIT, call)) {
      machine.pause(chance.upTo(QUICK));
      Duration retryAfter = chance.upTo(RETRY_MOST);
      world.judge.rateLimited(machine, call, retryAfter);
      throw new RateLimitException("slow down", retryAfter);
    }
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    world.judge.createAsked(machine.name, request.type());
    try {
      rateLimit("create");
      if (strikes(Fault.CREATE_FAILS, request.type())) {
        machine.pause(chance.upTo(SLOW));
        throw new CloudException("an internal error of the provider");
      }
      if (machine.pausesForReal()) {
        machine.pause(chance.upTo(QUICK));
      }
    } catch (CloudException e) {
      world.judge.createAnswered(machine.name, null, e instanceof RateLimitException);
      throw refused(request, e);
    }
    return make(request);
  }

  private CloudException refused(CreateRequest request, CloudException error) {
    Refusal why = Refusal.of(error);
    machine.whenKnown(() -> world.judge.refused(machine, request.type(), why));
    return error;
  }

  private Instance make(CreateRequest request) throws CloudException {
    Vm vm;
    try {
      vm = world.cloud.create(request);
    } catch (CloudException e) {
      world.judge.createAnswered(machine.name, null, true);
      machine.pause(chance.upTo(QUICK));
      throw refused(request, e);
    }
    world.judge.createMade(machine.name, vm.id);
    machine.pause(chance.upTo(QUICK));
    boolean lost = strikes(Fault.CREATE_ANSWER_LOST, vm);
    if (strikes(Fault.CREATE_SLOW, vm)) {
      machine.pause(chance.upTo(LONGEST.minus(QUICK.multipliedBy(3))));
    }
    world.judge.createAnswered(machine.name, vm.id, !lost);
    if (lost) {
      throw refused(request, new CloudException("the connection to the provider was reset"));
    }
    return new SimulatedInstance(this, vm, world.time.now());
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    rateLimit("list");
    machine.pause(chance.upTo(QUICK));
    if (strikes(Fault.LISTING_FAILS, "")) {
      throw new CloudException("an internal error of the provider");
    }
    long seen = world.time.now();
    if (strikes(Fault.LISTING_STALE, "")) {
      seen -= chance.upTo(STALE_MOST).toNanos();
    }
    List<Vm> listed = look(seen);
    if (strikes(Fault.LISTING_SLOW, "")) {
      machine.pause(chance.upTo(SLOW));
    }
    List<Instance> instances = new ArrayList<>(listed.size());
    List<InstanceId> ids = new ArrayList<>(listed.size());
    for (Vm vm : listed) {
      instances.add(new SimulatedInstance(this, vm, seen));
      if (vm.ours) {
        ids.add(vm.id);
      }
    }
    machine.whenKnown(() -> listed(ids));
    return instances;
  }

  private void listed(List<InstanceId> ids) {
    ids.removeIf(id -> world.cloud.hasEnded(id));
    world.judge.listed(machine.name, ids);
  }

  /** What the provider shows; a living instance is missing for less than counts as gone. */
  private List<Vm> look(long seen) {
    long now = world.time.now();
    boolean partial = strikes(Fault.LISTING_PARTIAL, "");
    boolean twice = strikes(Fault.LISTING_DUPLICATES, "");
    List<Vm> listed = new ArrayList<>();
    for (Vm vm : world.cloud.vms()) {
      boolean omitted = partial && chance.chance(0.3);
      boolean shown = vm.createdAt <= seen && vm.isListed(seen) && !omitted;
      if (!shown && !vm.hasEnded(now)) {
        shown = isLackedTooLong(vm, now);
      }
      if (shown) {
        lackedSince.remove(vm.id);
        listed.add(vm);
        if (twice && chance.chance(0.3)) {
          listed.add(vm);
        }
      }
    }
    return listed;
  }

  private boolean isLackedTooLong(Vm vm, long now) {
    long since = lackedSince.computeIfAbsent(vm.id, id -> now);
    return now - since > world.goneAfter().minus(MARGIN).toNanos();
  }

  /** Hosts ask what is no command here: that one is named at all is what counts. */
  @Override
  public HostProfile hostProfile() {
    return InstanceSet.super.hostProfile().withNoticeCommand("notices");
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return SimulatedCloud.group(type);
  }

  void destroy(Vm vm) throws CloudException {
    touch(vm, true);
    if (strikes(Fault.DESTROY_FAILS, vm)) {
      boolean done = chance.chance(0.3);
      machine.pause(chance.upTo(SLOW));
      if (done) {
        world.cloud.end(vm, chance.upTo(Duration.ofSeconds(20)));
      }
      throw new CloudException("an internal error of the provider");
    }
    world.cloud.end(vm, chance.upTo(Duration.ofSeconds(20)));
    machine.pause(chance.upTo(QUICK));
  }

  void setTags(Vm vm, Map<String, String> tags) throws CloudException {
    touch(vm, false);
    if (strikes(Fault.RATE_LIMIT, "set tags")) {
      machine.pause(chance.upTo(QUICK));
      throw new RateLimitException("slow down", chance.upTo(RETRY_MOST));
    }
    world.cloud.setTags(vm, tags);
    machine.pause(chance.upTo(QUICK));
  }

  private void touch(Vm vm, boolean destroys) {
    if (!vm.hasEnded(world.time.now())) {
      Duration silent = Duration.ofNanos(vm.silence(world.time.now()));
      world.judge.touched(vm.id, vm.ours, machine.name, destroys, silent);
    }
    world.log.add(machine.name + (destroys ? " destroys " : " tags ") + vm);
  }

  @Override
  public void close() {
    // There is nothing to close: the world ends it.
  }
}
