package io.dispatchcloud.server.store;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.queue.jdbc.ContainerFilter;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits until containers have ended, and judges how. For one thread. */
public final class Waiting {
  private static final Duration AT_A_TIME = Duration.ofSeconds(5);
  private static final int CHUNK = 1_000;

  private final JdbcController store;
  private final List<ContainerId> ids;
  private final Consumer<String> complaints;
  private final InstantSource clock;

  /**
   * Begins.
   *
   * @param store the store
   * @param ids which containers; none for all that are in the store
   * @param complaints is told when the store can't be asked; it is asked again
   * @param clock tells how much time passed
   */
  public Waiting(
      JdbcController store,
      List<ContainerId> ids,
      Consumer<String> complaints,
      InstantSource clock) {
    this.store = store;
    this.ids = List.copyOf(ids);
    this.complaints = complaints;
    this.clock = clock;
  }

  /**
   * How far they are.
   *
   * @param succeeded how many are complete with exit status 0
   * @param failed those that ended in another way
   * @param unfinished how many have not ended
   */
  public record Verdict(int succeeded, List<Container> failed, int unfinished) {
    public Verdict {
      failed = List.copyOf(failed);
    }
  }

  /**
   * Those that are not in the store.
   *
   * @return their ids; none for a success
   * @throws ControllerException if the store can't be asked
   */
  public List<ContainerId> absent() throws ControllerException {
    List<ContainerId> absent = new ArrayList<>(ids);
    for (List<ContainerId> chunk : chunks()) {
      absent.removeAll(store.byId(chunk).stream().map(Container::id).toList());
    }
    return absent;
  }

  /**
   * Waits until all have ended, also while the store can't be reached, and judges them. Where all
   * in the store are waited for, those are, too, that are submitted meanwhile.
   *
   * @param atMost how long; null for as long as it takes
   * @return how far they are: some have not ended if the time was over
   * @throws ControllerException if the store can't be asked
   * @throws InterruptedException if the thread is interrupted
   */
  public Verdict finish(@Nullable Duration atMost)
      throws ControllerException, InterruptedException {
    Instant end = atMost == null ? Instant.MAX : clock.instant().plus(atMost);
    boolean ended = awaitUntil(end);
    Verdict verdict = judge();
    while (ended && verdict.unfinished() > 0 && clock.instant().isBefore(end)) {
      // Something was submitted since all had ended.
      ended = awaitUntil(end);
      verdict = judge();
    }
    return verdict;
  }

  private boolean awaitUntil(Instant end) throws InterruptedException {
    List<List<ContainerId>> left = new ArrayList<>(chunks());
    boolean told = false;
    while (true) {
      Instant soon = clock.instant().plus(AT_A_TIME);
      Duration time = Duration.between(clock.instant(), end.isBefore(soon) ? end : soon);
      try {
        if (haveEnded(left, time)) {
          return true;
        }
        told = false;
      } catch (ControllerException e) {
        // The store has kept this thread for a while, trying.
        if (!told) {
          complaints.accept("warning: " + e.getMessage() + "; trying again");
          told = true;
        }
      }
      if (!clock.instant().isBefore(end)) {
        return false;
      }
    }
  }

  private boolean haveEnded(List<List<ContainerId>> left, Duration time)
      throws ControllerException, InterruptedException {
    if (ids.isEmpty()) {
      return store.awaitFinished(time);
    }
    if (store.awaitFinished(left.get(0), time)) {
      left.remove(0);
    }
    return left.isEmpty();
  }

  /** Judges them as they are now. */
  private Verdict judge() throws ControllerException {
    int succeeded = 0;
    int unfinished = 0;
    List<Container> failed = new ArrayList<>();
    List<List<ContainerId>> left = new ArrayList<>(chunks());
    String next = Page.FIRST;
    boolean more = true;
    while (more) {
      List<Container> some;
      if (ids.isEmpty()) {
        Page<Container> page = store.list(ContainerFilter.ALL, next);
        some = page.items();
        next = page.next();
        more = !page.isLast();
      } else {
        some = store.byId(left.remove(0));
        more = !left.isEmpty();
      }
      for (Container each : some) {
        if (!each.state().isFinal()) {
          unfinished++;
        } else if (isSuccess(each)) {
          succeeded++;
        } else {
          failed.add(each);
        }
      }
    }
    return new Verdict(succeeded, failed, unfinished);
  }

  private static boolean isSuccess(Container container) {
    RunResult result = container.result();
    return container.state() == ContainerState.COMPLETE
        && result != null
        && result.exitStatus() == 0;
  }

  private List<List<ContainerId>> chunks() {
    List<List<ContainerId>> chunks = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += CHUNK) {
      chunks.add(ids.subList(from, Math.min(from + CHUNK, ids.size())));
    }
    return chunks;
  }
}
