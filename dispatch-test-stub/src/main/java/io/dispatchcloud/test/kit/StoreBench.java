package io.dispatchcloud.test.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container store on the bench for one test, and a dispatcher that is active for a set. */
final class StoreBench {
  static final InstanceSetId SET = new InstanceSetId("kit");
  static final InstanceSetId OTHER_SET = new InstanceSetId("kit-other");
  static final InstanceId HOST = new InstanceId("i-1");
  static final InstanceId OTHER_HOST = new InstanceId("i-2");
  static final ContainerId A = new ContainerId("a");
  static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");
  static final String SECRET = "5ec7e75ec7e7";
  static final RunSpec RUN =
      new RunSpec(
          List.of("it's", "", "\"quoted\" $x\n", "ümläut"),
          Map.of("TOKEN", SECRET, "EMPTY", ""),
          "registry.example/image:1",
          "/work");

  final StoreEnvironment environment;
  final StoreClaims claims;
  final Patience patience;
  final Class<?> kit;
  private @Nullable Lease lease;

  StoreBench(StoreEnvironment environment, StoreClaims claims, Patience patience, Class<?> kit) {
    this.environment = environment;
    this.claims = claims;
    this.patience = patience;
    this.kit = kit;
  }

  ContainerController store() {
    return environment.controller();
  }

  // Dispatchers.

  /** The lease of the dispatcher that is active, taken when it is first asked for. */
  Lease lease() throws ControllerException {
    Lease current = lease;
    if (current == null) {
      current = acquire(SET);
      lease = current;
    }
    return current;
  }

  Owner owner() throws ControllerException {
    return lease().owner();
  }

  Lease acquire(InstanceSetId set) throws ControllerException {
    return store()
        .acquire(set, "kit")
        .orElseThrow(() -> new AssertionError("the lease of " + set + " is free, but not given"));
  }

  /** Has the active dispatcher die, and another one take over when its lease has run out. */
  Owner takeOver() throws Exception {
    Duration duration = lease().duration();
    environment.passTime(duration.plusMillis(1));
    Lease next =
        patience
            .until(
                "the lease runs out",
                () -> store().acquire(SET, "kit, the next one"),
                Optional::isPresent)
            .orElseThrow();
    lease = next;
    return next.owner();
  }

  // Containers.

  static ContainerId id(String name) {
    return new ContainerId(name);
  }

  static ContainerSpec spec(String name, long priority) {
    return ContainerSpec.builder(name, Needs.of(1, 1 << 20), RUN).priority(priority).build();
  }

  void submit(String name, long priority) throws Exception {
    environment.submit(spec(name, priority));
  }

  static RunResult result(int status) {
    return new RunResult(
        status,
        T0.plusSeconds(5),
        T0.plusSeconds(9),
        new OutputTail(new byte[] {'o', 'u', 't', 0, -1}, 5_000_000_000L),
        OutputTail.EMPTY);
  }

  Container find(ContainerId wanted) throws ControllerException {
    List<Container> found = store().byId(List.of(wanted));
    assertThat(found).as("by the id " + wanted).hasSize(1);
    return found.get(0);
  }

  Container find() throws ControllerException {
    return find(A);
  }

  Attempt lock(ContainerId wanted) throws ControllerException {
    return store().lock(owner(), wanted).currentAttempt().orElseThrow();
  }

  Attempt lock() throws ControllerException {
    return lock(A);
  }

  /** Submits a container and takes it as far as a state; its attempt, or what that will be. */
  Attempt bring(String name, ContainerState state) throws Exception {
    submit(name, 1);
    ContainerId wanted = id(name);
    if (state == ContainerState.QUEUED) {
      return new Attempt(wanted, 1);
    }
    Attempt attempt = lock(wanted);
    switch (state) {
      case RUNNING -> store().recordRunning(owner(), attempt, HOST, T0);
      case COMPLETE -> store().recordResult(owner(), attempt, HOST, result(0));
      case CANCELLED -> store().cancel(owner(), wanted, "enough");
      default -> {}
    }
    assertThat(find(wanted).state()).isEqualTo(state);
    return attempt;
  }

  List<Container> queued() throws ControllerException {
    return all(store()::queued);
  }

  List<Container> locked(InstanceSetId set) throws ControllerException {
    return all(page -> store().locked(set, page));
  }

  /** What lists page by page. */
  @FunctionalInterface
  interface Pages {
    Page<Container> get(String page) throws ControllerException;
  }

  static List<Container> all(Pages pages) throws ControllerException {
    List<Container> all = new ArrayList<>();
    Page<Container> page = pages.get(Page.FIRST);
    all.addAll(page.items());
    while (!page.isLast()) {
      page = pages.get(page.next());
      all.addAll(page.items());
    }
    return all;
  }

  /** Part by part: what a container wrote is the same if its bytes are. */
  static void assertSame(Container actual, Container expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  static List<String> names(List<Container> containers) {
    return containers.stream().map(each -> each.id().value()).toList();
  }

  void end() throws Exception {
    environment.end();
  }
}
