package io.dispatchcloud.core.queue;

import com.google.common.collect.Sets;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store that says what the test wrote down, and remembers what it was asked. */
final class ScriptedController implements ContainerController {
  static final RunSpec RUN = RunSpec.of("true");

  List<List<Container>> lockedPages = new ArrayList<>(List.of(List.of()));
  List<List<Container>> queuedPages = new ArrayList<>(List.of(List.of()));
  final Map<ContainerId, Container> byId = new LinkedHashMap<>();
  final Set<ContainerId> unreadable = new HashSet<>();

  /** What happens after the last question of a refresh was answered, once. */
  Runnable beforeAnswer = () -> {};

  /** What the next change throws. */
  @Nullable ControllerException refusal;

  /** What changes return. */
  @Nullable Container changed;

  /** What acquire and renew answer. */
  Optional<Lease> lease = Optional.empty();

  /** What renew throws; null for nothing. */
  @Nullable ControllerException renewal;

  final List<String> calls = new ArrayList<>();
  final List<List<ContainerId>> lookedUp = new ArrayList<>();

  static Lease lease(String set, long fence) {
    return new Lease(new Owner(new InstanceSetId(set), fence), Duration.ofSeconds(8));
  }

  private static Page<Container> page(List<List<Container>> pages, String page) {
    int number = page.isEmpty() ? 0 : Integer.parseInt(page);
    String next = number + 1 < pages.size() ? Integer.toString(number + 1) : "";
    return new Page<>(pages.get(number), next);
  }

  @Override
  public Optional<Lease> acquire(InstanceSetId instanceSetId, String holder) {
    calls.add("acquire for " + holder);
    return lease;
  }

  @Override
  public Lease renew(Owner owner) throws ControllerException {
    calls.add("renew " + owner);
    if (renewal != null) {
      throw renewal;
    }
    return lease.orElseThrow();
  }

  @Override
  public void release(Owner owner) {
    calls.add("release " + owner);
  }

  @Override
  public Page<Container> locked(InstanceSetId instanceSetId, String page) {
    calls.add("locked by " + instanceSetId + " " + page);
    return page(lockedPages, page);
  }

  @Override
  public Page<Container> queued(String page) {
    calls.add("queued " + page);
    Page<Container> answer = page(queuedPages, page);
    if (answer.isLast()) {
      Runnable once = beforeAnswer;
      beforeAnswer = () -> {};
      once.run();
    }
    return answer;
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) {
    lookedUp.add(List.copyOf(ids));
    return ids.stream().filter(byId::containsKey).map(byId::get).toList();
  }

  @Override
  public Lookup lookUp(Collection<ContainerId> ids) {
    return new Lookup(byId(ids), Sets.intersection(Set.copyOf(ids), unreadable));
  }

  private Container change(String call) throws ControllerException {
    calls.add(call);
    if (refusal != null) {
      throw refusal;
    }
    if (changed == null) {
      throw new IllegalStateException("the test did not say what " + call + " returns");
    }
    return changed;
  }

  @Override
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    return change("lock " + id + " for " + owner);
  }

  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    return change("unlock " + attempt + " for " + owner + ": " + reason);
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ControllerException {
    calls.add("start " + attempt + " on " + instance + " for " + owner);
    if (refusal != null) {
      throw refusal;
    }
    return RUN;
  }

  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    return change("running " + attempt + " on " + instance + " for " + owner);
  }

  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    return change("result of " + attempt + " on " + instance + " for " + owner);
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    return change("requeue " + attempt + " for " + owner + ": " + reason + ", " + detail);
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    return change("cancel " + id + " for " + owner + ": " + error);
  }

  @Override
  public Subscription onChange(Runnable listener) {
    calls.add("onChange");
    return () -> {};
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
