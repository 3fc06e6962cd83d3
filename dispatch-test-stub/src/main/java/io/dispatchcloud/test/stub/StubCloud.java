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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All VMs of one driver, and what the calls to the cloud do with them. Thread-safe. */
final class StubCloud implements AutoCloseable {
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

  StubVm create(CreateRequest request) throws CloudException {
    StubBehavior rules = behavior.get();
    gate.enter(Call.CREATE, rules, clock);
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
    if (planned.silence == Silence.REFUSES) {
      later(planned.silentAfter, vm::stopAnswering);
    }
    later(planned.diesAfter, vm::die);
    later(planned.brokenAfter, vm::reportBroken);
  }

  private void later(@Nullable Duration delay, Runnable what) {
    if (delay == null) {
      return;
    }
    try {
      Future<?> unused = timer.schedule(what, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The cloud is being closed, and with it all that would have been done.
      return;
    }
  }

  void witness(StubStart start) {
    witness.accept(start);
  }

  // The rest.

  List<StubVm> list() throws CloudException {
    StubBehavior rules = behavior.get();
    gate.enter(Call.LIST, rules, clock);
    Instant then = clock.instant().minus(rules.listingLag);
    return vms().stream().filter(vm -> isListed(vm, then)).toList();
  }

  private static boolean isListed(StubVm vm, Instant then) {
    Instant gone = vm.goneAt();
    return !vm.createdAt().isAfter(then) && (gone == null || then.isBefore(gone));
  }

  void setTags(StubVm vm, Map<String, String> tags) throws CloudException {
    gate.enter(Call.SET_TAGS, behavior.get(), clock);
    if (vm.isGone()) {
      throw new CloudException("stub: " + vm.id() + " is gone");
    }
    vm.history().set(tags, clock.instant());
  }

  void destroy(StubVm vm) throws CloudException {
    StubBehavior rules = behavior.get();
    gate.enter(Call.DESTROY, rules, clock);
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
        later(rules.shutdownTime, vm::stopServer);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    gate.release();
    servers.close();
  }
}
