package io.dispatchcloud.test.stub;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Makes pretended instances (STUB-2): each is an SSH server within this process, on a port of
 * 127.0.0.1 of its own, that pretends to run containers. Thread-safe.
 *
 * <p>Made with a behaviour, it is one cloud: VMs outlive the instance sets that it opens, so that a
 * second dispatcher finds what a first one left, and {@link #close} ends them all. Found by its
 * name, it makes a cloud for each instance set, by the parameters, that ends with that set.
 */
@SuppressWarnings("exports") // the annotation is for the compiler alone
@AutoService(Driver.class)
public final class StubDriver implements Driver, AutoCloseable {
  private final CallGate gate = new CallGate();
  private final List<StubStart> startsWithoutLock = new CopyOnWriteArrayList<>();
  private final boolean endsWithItsSets;
  private volatile StubBehavior behavior;
  private @Nullable StubCloud cloud;
  private boolean closed;

  /** Made to be found by its name; the parameters say how its clouds behave. */
  public StubDriver() {
    behavior = StubBehavior.builder().build();
    endsWithItsSets = true;
  }

  /**
   * Made for a test. Starts nothing until an instance set is opened.
   *
   * @param behavior how the cloud behaves
   */
  public StubDriver(StubBehavior behavior) {
    this.behavior = behavior;
    this.endsWithItsSets = false;
  }

  @Override
  public String name() {
    return "stub";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return StubParameters.all();
  }

  @Override
  public InstanceSet open(DriverContext context) {
    if (endsWithItsSets) {
      StubBehavior rules = StubParameters.read(context.parameters());
      StubCloud own = new StubCloud(context.clock(), () -> rules, new CallGate(), this::witness);
      return new StubInstanceSet(own, context, own::close);
    }
    return new StubInstanceSet(cloud(context), context, () -> {});
  }

  private synchronized StubCloud cloud(DriverContext context) {
    if (closed) {
      throw new IllegalStateException("the stub driver is closed");
    }
    if (cloud == null) {
      cloud = new StubCloud(context.clock(), () -> behavior, gate, this::witness);
    }
    return cloud;
  }

  private void witness(StubStart start) {
    if (!behavior.mayStart.test(start.attempt())) {
      startsWithoutLock.add(start);
    }
  }

  /**
   * Has the cloud behave in another way from now on; what was made or started before goes on as it
   * was planned.
   *
   * @param next how
   */
  public void change(StubBehavior next) {
    behavior = next;
  }

  // Cloud operations that the test holds.

  /** Holds every call to the cloud from now on, until it is released. */
  public void holdCalls() {
    gate.hold();
  }

  /** Lets one held call go on, or the next one that comes. */
  public void releaseCall() {
    gate.releaseOne();
  }

  /** Lets all held calls go on, and holds none any more. */
  public void releaseCalls() {
    gate.release();
  }

  /**
   * How many calls are being held.
   *
   * @return the number
   */
  public int heldCalls() {
    return gate.waiting();
  }

  // What did happen.

  /**
   * Every VM that there ever was.
   *
   * @return the VMs in the order in which they were made
   */
  public List<StubVm> vms() {
    StubCloud current;
    synchronized (this) {
      current = cloud;
    }
    return current == null ? List.of() : current.vms();
  }

  /**
   * The VMs that still cost something.
   *
   * @return those that are not gone
   */
  public List<StubVm> livingVms() {
    return vms().stream().filter(vm -> !vm.isGone()).toList();
  }

  /**
   * Every run of a container that there ever was on any VM.
   *
   * @return what did happen, VM by VM
   */
  public List<StubRun> runs() {
    List<StubRun> runs = new ArrayList<>();
    vms().forEach(vm -> runs.addAll(vm.runs()));
    return runs;
  }

  /**
   * Every container of which two processes ran at one time, and every attempt that began twice:
   * what must never be.
   *
   * @return both runs of each, for people; empty if all is well
   */
  public List<String> runningTwice() {
    Map<ContainerId, List<StubRun>> byContainer = new TreeMap<>();
    for (StubRun run : runs()) {
      byContainer.computeIfAbsent(run.attempt().container(), id -> new ArrayList<>()).add(run);
    }
    List<String> found = new ArrayList<>();
    for (List<StubRun> runs : byContainer.values()) {
      for (int i = 0; i < runs.size(); i++) {
        for (StubRun other : runs.subList(i + 1, runs.size())) {
          if (runs.get(i).overlaps(other) || runs.get(i).attempt().equals(other.attempt())) {
            found.add(runs.get(i) + " and " + other);
          }
        }
      }
    }
    return found;
  }

  /**
   * Every start command that came when nobody held the lock for its {@link Attempt}, by what {@link
   * StubBehavior.Builder#mayStart} says.
   *
   * @return the starts, in the order in which they came
   */
  public List<StubStart> startsWithoutLock() {
    return List.copyOf(startsWithoutLock);
  }

  /** Ends all VMs at once, and their threads. A second call does nothing. */
  @Override
  public void close() {
    StubCloud ending;
    synchronized (this) {
      closed = true;
      ending = cloud;
    }
    if (ending != null) {
      ending.close();
    }
  }
}
