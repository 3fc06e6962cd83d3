package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.driver.local.ssh.LoopbackServers;
import io.dispatchcloud.test.stub.CallGate.Call;
import io.dispatchcloud.test.stub.VmBehavior.Silence;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All VMs of one driver, and what the calls to the cloud do with them. Thread-safe. */
final class StubCloud implements AutoCloseable {
  /** How soon a clock is noticed that was set by hand. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final InstantSource clock;
  private final Supplier<StubBehavior> behavior;
  private final CallGate gate;
  private final Consumer<StubStart> witness;
  private final LoopbackServers servers = new LoopbackServers("dispatch-stub");
  private final ScheduledThreadPoolExecutor timer;
  private final List<StubVm> vms = new ArrayList<>();
  private final Map<String, Integer> countByType = new HashMap<>();
  private long creates;
  private long destroys;

  /**
   * A cloud without any VM.
   *
   * @param witness told of each start command, whatever comes of it
   */
  StubCloud(
      InstantSource clock,
      Supplier<StubBehavior> behavior,
      CallGate gate,
      Consumer<StubStart> witness) {
    this.clock = clock;
    this.behavior = behavior;
    this.gate = gate;
    this.witness = witness;
    this.timer = new ScheduledThreadPoolExecutor(1, StubCloud::timerThread);
    timer.setRemoveOnCancelPolicy(true);
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = Executors.defaultThreadFactory().newThread(task);
    thread.setName("dispatch-stub-clock");
    thread.setDaemon(true);
    return thread;
  }

  InstantSource clock() {
    return clock;
  }

  StubBehavior behavior() {
    return behavior.get();
  }

  synchronized List<StubVm> vms() {
    return List.copyOf(vms);
  }

  // Creating.

  StubVm create(CreateRequest request, BooleanSupplier closed) throws CloudException {
    StubBehavior rules = behavior.get();
    gate.enter(Call.CREATE, closed, rules, clock);
    synchronized (this) {
      StubVm repeated = made(request.idempotencyToken());
      if (repeated != null) {
        return repeated;
      }
      long number = ++creates;
      refuse(request.type(), rules);
      boolean fails = rules.happens(rules.createErrorRate, "create", number);
      if (fails && !rules.happens(rules.madeAllTheSameRate, "made all the same", number)) {
        throw new CloudException("stub: create " + number + " failed");
      }
      StubVm vm = make(request, rules);
      if (fails) {
        throw new CloudException("stub: create " + number + " failed, but made the VM");
      }
      return vm;
    }
  }

  private @Nullable StubVm made(String token) {
    return vms.stream()
        .filter(vm -> vm.idempotencyToken().equals(token) && !vm.isDestroyed())
        .findFirst()
        .orElse(null);
  }

  private void refuse(InstanceType type, StubBehavior rules) throws CloudException {
    CapacityException.Scope scope = rules.noCapacity.get(type.providerType());
    if (scope != null) {
      throw new CapacityException("stub: no room for " + type.providerType(), scope);
    }
    String group = rules.quotaGroups.apply(type);
    if (rules.fullGroups.contains(group)) {
      throw new CapacityException(
          "stub: no room in group " + group, CapacityException.Scope.QUOTA_GROUP);
    }
    long there = vms.stream().filter(vm -> !vm.isGone()).count();
    if (there >= rules.quota) {
      throw new QuotaException("stub: there may be no more than " + rules.quota + " VMs");
    }
  }

  private StubVm make(CreateRequest request, StubBehavior rules) throws CloudException {
    int number = vms.size() + 1;
    InstanceType type = request.type();
    int ofType = countByType.merge(type.providerType(), 1, Integer::sum);
    VmBehavior planned = rules.vms.apply(new VmOrder(number, type, ofType));
    InstanceId id = new InstanceId("stub-%05d".formatted(number));
    StubVm vm = new StubVm(id, request, clock, planned, new VmStarter(this, planned));
    try {
      vm.start(servers);
    } catch (IOException | IllegalArgumentException e) {
      throw new CloudException("stub: the VM's SSH server can't be started: " + e, e);
    }
    vms.add(vm);
    plan(vm, planned);
    return vm;
  }

  private void plan(StubVm vm, VmBehavior planned) {
    // From these times on it answers nothing, by its own clock; that its connections go follows.
    if (planned.silence == Silence.REFUSES) {
      stopServer(vm, planned.silentAfter);
    }
    stopServer(vm, planned.diesAfter);
  }

  private void stopServer(StubVm vm, @Nullable Duration after) {
    if (after != null) {
      at(vm.createdAt().plus(after), vm::stopServer);
    }
  }

  /** Does something at a time of the given clock, which may be one that is set by hand. */
  private void at(Instant due, Runnable what) {
    Duration left = Duration.between(clock.instant(), due);
    Duration pause = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
    Runnable look = clock.instant().isBefore(due) ? () -> at(due, what) : what;
    try {
      Future<?> unused = timer.schedule(look, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The cloud is being closed, and with it all that would have been done.
      return;
    }
  }

  void witness(StubStart start) {
    witness.accept(start);
  }

  // The rest.

  List<StubVm> list(BooleanSupplier closed) throws CloudException {
    StubBehavior rules = behavior.get();
    gate.enter(Call.LIST, closed, rules, clock);
    Instant then = clock.instant().minus(rules.listingLag);
    return vms().stream().filter(vm -> isListed(vm, then)).toList();
  }

  private static boolean isListed(StubVm vm, Instant then) {
    Instant gone = vm.goneAt();
    return !vm.createdAt().isAfter(then) && (gone == null || then.isBefore(gone));
  }

  void setTags(StubVm vm, Map<String, String> tags, BooleanSupplier closed) throws CloudException {
    gate.enter(Call.SET_TAGS, closed, behavior.get(), clock);
    if (vm.isGone()) {
      throw new CloudException("stub: " + vm.id() + " is gone");
    }
    vm.history().set(tags, clock.instant());
  }

  void destroy(StubVm vm, BooleanSupplier closed) throws CloudException {
    StubBehavior rules = behavior.get();
    gate.enter(Call.DESTROY, closed, rules, clock);
    long number;
    synchronized (this) {
      number = ++destroys;
    }
    if (rules.happens(rules.destroyErrorRate, "destroy", number)) {
      throw new CloudException("stub: destroy " + number + " failed");
    }
    if (vm.destroy(rules.shutdownTime)) {
      if (rules.shutdownTime.isZero()) {
        vm.stopServer();
      } else {
        at(clock.instant().plus(rules.shutdownTime), vm::stopServer);
      }
    }
  }

  /** Has calls that are held look again whether their set was closed. */
  void wakeCalls() {
    gate.wake();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    gate.release();
    servers.close();
  }
}
