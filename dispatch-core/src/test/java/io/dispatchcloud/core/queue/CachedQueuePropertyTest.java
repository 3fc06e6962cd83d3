package io.dispatchcloud.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.QueueContext;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Sizing;
import io.dispatchcloud.api.queue.UnlockReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Refreshes page by page, and local and foreign changes between any two answers, against a model:
 * all that each container was since the refresh began, and what was last known of it by a change.
 */
class CachedQueuePropertyTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstanceSetId SET = new InstanceSetId("set");
  private static final InstanceId HOST = new InstanceId("i-1");
  private static final List<ContainerId> IDS =
      List.of("a", "b", "c", "d", "e", "f", "g").stream().map(ContainerId::new).toList();
  private static final Sizing SIZING =
      Sizing.fits(List.of(InstanceType.builder("t", 1, 1, BigDecimal.ONE).build()));

  private static final int KINDS = 14;

  /** One run: a store, the queue before it, and what must be seen. */
  private static final class Run {
    private final Iterator<Integer> steps;
    private final SteppedStore store = new SteppedStore(this::between);
    private final Owner other =
        store.acquire(new InstanceSetId("other"), "test").orElseThrow().owner();
    private final ContainerQueue queue;
    // What each container was since the newest refresh began; nothing for what is not there.
    private final Map<ContainerId, List<Optional<Container>>> history = new HashMap<>();
    // What a change here had as its answer since then.
    private final Map<ContainerId, Optional<Container>> local = new HashMap<>();
    private boolean refreshing;

    Run(List<Integer> steps) {
      this.steps = steps.iterator();
      Owner owner = store.acquire(SET, "test").orElseThrow().owner();
      queue =
          new CachedQueueProvider()
              .open(new QueueContext(store, owner, each -> SIZING, 1_000, () -> T0));
    }

    void all() throws ControllerException {
      refresh();
      while (steps.hasNext()) {
        step(steps.next());
      }
      // Nothing happens any more: all is as it is.
      refresh();
    }

    /** Before an answer of the store some steps happen, as many as the first of them says. */
    private void between() {
      for (int more = steps.hasNext() ? steps.next() % 3 : 0; more > 0 && steps.hasNext(); more--) {
        step(steps.next());
      }
    }

    private void step(int step) {
      ContainerId id = IDS.get(step / KINDS % IDS.size());
      int kind = step % KINDS;
      try {
        if (kind == 0) {
          if (!refreshing) {
            refresh();
          }
        } else if (kind < 7) {
          foreign(kind, id);
        } else {
          here(kind, id);
        }
      } catch (ControllerException e) {
        assertThat(e).isInstanceOf(ConflictException.class);
      }
    }

    private void foreign(int kind, ContainerId id) throws ControllerException {
      try {
        switch (kind) {
          case 1, 2 -> {
            if (store.others().find(id).isEmpty()) {
              store
                  .others()
                  .submit(
                      ContainerSpec.builder(id.value(), Needs.of(1, 1), RunSpec.of("run")).build());
            }
          }
          case 3 -> {
            long priority = store.others().find(id).map(Container::priority).orElse(0L);
            store.others().setPriority(id, priority == 0 ? 3 : priority - 1);
          }
          case 4 -> store.others().cancel(id, "by its user");
          case 5 -> {
            Container container = store.others().find(id).orElse(null);
            if (container != null && container.isLockedByOther(SET)) {
              store
                  .others()
                  .unlock(other, container.currentAttempt().orElseThrow(), UnlockReason.QUOTA);
            } else {
              store.others().lock(other, id);
            }
          }
          default -> store.delete(id);
        }
      } finally {
        note(id);
      }
    }

    private void here(int kind, ContainerId id) throws ControllerException {
      Attempt attempt =
          new Attempt(id, Math.max(1, queue.get(id).map(e -> e.container().attempt()).orElse(1L)));
      try {
        switch (kind) {
          case 7, 8 -> answered(queue.lock(id));
          case 9 -> answered(queue.unlock(attempt, UnlockReason.QUOTA));
          case 10 -> {
            Optional<Container> before = seen(id);
            queue.recordStart(attempt, HOST);
            // The answer is what to run: all else is as it was known.
            before
                .filter(each -> each.state() == ContainerState.LOCKED)
                .map(each -> each.assigned(HOST))
                .ifPresent(this::answered);
          }
          case 11 -> answered(queue.recordRunning(attempt, HOST, T0));
          case 12 ->
              answered(
                  queue.recordResult(
                      attempt, HOST, new RunResult(0, T0, T0, OutputTail.EMPTY, OutputTail.EMPTY)));
          default -> {
            if (attempt.number() % 2 == 0) {
              queue.forget(id);
              local.put(id, Optional.empty());
            } else {
              answered(queue.requeue(attempt, RequeueReason.LOST, "gone"));
            }
          }
        }
      } catch (ConflictException e) {
        local.put(id, e.current().filter(each -> !each.isLockedByOther(SET)));
        throw e;
      } finally {
        note(id);
        if (local.containsKey(id)) {
          assertThat(seen(id)).as("%s right after a change", id).isEqualTo(local.get(id));
        }
      }
    }

    private void answered(Container container) {
      local.put(container.id(), Optional.of(container));
    }

    private void note(ContainerId id) {
      history.computeIfAbsent(id, any -> new ArrayList<>()).add(store.now(id));
    }

    private Optional<Container> seen(ContainerId id) {
      return queue.get(id).map(entry -> entry.container());
    }

    private void refresh() throws ControllerException {
      history.clear();
      local.clear();
      IDS.forEach(this::note);
      Set<ContainerId> asked = new HashSet<>();
      IDS.stream().filter(id -> queue.get(id).isPresent()).forEach(asked::add);
      Set<ContainerId> onWorkers = Set.of(IDS.get(steps.hasNext() ? steps.next() % 7 : 0));
      asked.addAll(onWorkers);
      refreshing = true;
      queue.update(onWorkers);
      refreshing = false;
      IDS.forEach(id -> check(id, asked.contains(id)));
      assertThat(queue.entries().entries().stream().map(entry -> entry.container().id()))
          .as("the view")
          .isSorted()
          .containsExactlyElementsOf(IDS.stream().filter(id -> queue.get(id).isPresent()).toList());
    }

    private void check(ContainerId id, boolean asked) {
      Optional<Container> seen = seen(id);
      if (local.containsKey(id)) {
        assertThat(seen)
            .as("%s, changed here since the refresh began", id)
            .isEqualTo(local.get(id));
        return;
      }
      List<Optional<Container>> was = history.get(id);
      if (seen.isPresent()) {
        assertThat(was).as("what %s was since the refresh began", id).contains(seen);
        assertThat(seen.get().isLockedByOther(SET)).as("%s is another set's", id).isFalse();
        return;
      }
      boolean mayLack =
          was.stream()
              .anyMatch(
                  each ->
                      each.isEmpty()
                          || each.get().isLockedByOther(SET)
                          || (!asked && (was.size() > 1 || !isListed(each.get()))));
      assertThat(mayLack).as("whether %s may lack, which was %s", id, was).isTrue();
    }

    private static boolean isListed(Container container) {
      return SET.equals(container.owner())
          || (container.state() == ContainerState.QUEUED && !container.onHold());
    }
  }

  @Property(tries = 5_000)
  @Label("QUEUE-2 QUEUE-3 QUEUE-6 whatever happens meanwhile, the view is what it may be")
  void interleavings(@ForAll @Size(max = 120) List<@IntRange(max = KINDS * 7 - 1) Integer> steps)
      throws ControllerException {
    new Run(steps).all();
  }
}
