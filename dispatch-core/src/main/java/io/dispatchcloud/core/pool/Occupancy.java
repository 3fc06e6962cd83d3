package io.dispatchcloud.core.pool;

import com.google.common.collect.Lists;
import io.dispatchcloud.api.container.Attempt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is on one instance: attempts that run there, start there, or ended there and were not
 * discarded yet. Belongs to the loop. Lists, sorted by attempt and made anew with each change: most
 * workers have one attempt or none, and maps take more.
 */
abstract class Occupancy {
  private List<Run> runs = List.of();
  private List<Run> present = List.of();
  private List<Attempt> attempts = List.of();
  // Discarded lately, with the count of events then: a listing from before may still name them.
  // Most workers have none most of the time.
  private Map<Attempt, Long> discarded = Map.of();
  private @Nullable Attempt lastContainer;

  /** All attempts that are there in any way, by attempt; the list stays as it is when some go. */
  final List<Run> runs() {
    return runs;
  }

  /** One of them; null if it is not there. */
  final @Nullable Run run(Attempt attempt) {
    int at = find(attempt);
    return at < 0 ? null : runs.get(at);
  }

  final boolean has(Attempt attempt) {
    return find(attempt) >= 0;
  }

  private int find(Attempt attempt) {
    return Collections.binarySearch(Lists.transform(runs, run -> run.attempt), attempt);
  }

  /** Puts an attempt there that was not there before. */
  final void add(Run run) {
    List<Run> more = new ArrayList<>(runs);
    more.add(-find(run.attempt) - 1, run);
    lastContainer = run.attempt;
    keep(more);
  }

  final void remove(Run run) {
    keep(runs.stream().filter(other -> !other.attempt.equals(run.attempt)).toList());
  }

  /** The runner was told to forget an attempt, when so many events had been counted. */
  final void discarded(Attempt attempt, long tick) {
    if (discarded.isEmpty()) {
      discarded = new HashMap<>();
    }
    discarded.put(attempt, tick);
  }

  /** When the runner was told to forget an attempt; null for not lately. */
  final @Nullable Long discardedAt(Attempt attempt) {
    return discarded.get(attempt);
  }

  /** No listing that is older than that comes any more. */
  final void forgetDiscarded(long oldest) {
    if (!discarded.isEmpty()) {
      discarded.values().removeIf(at -> at <= oldest);
      discarded = discarded.isEmpty() ? Map.of() : discarded;
    }
  }

  /** Says that nobody wants anything of a run any more but to discard it. */
  final void letGo(Run run) {
    run.letGo = true;
    keep(runs);
  }

  private void keep(List<Run> some) {
    // Copies are smaller than a stream's lists, and the view takes such a list as it is.
    runs = List.copyOf(some);
    boolean allPresent = runs.stream().noneMatch(run -> run.letGo);
    present = allPresent ? runs : List.copyOf(runs.stream().filter(run -> !run.letGo).toList());
    attempts = List.copyOf(present.stream().map(run -> run.attempt).toList());
  }

  /** The same as {@link #present}, by their names. */
  final List<Attempt> attempts() {
    return attempts;
  }

  /** What is there that somebody still wants something of. */
  final List<Run> present() {
    return present;
  }

  /** Whether anything is there that somebody still wants something of (POOL-20). */
  final boolean hasWork() {
    return !present.isEmpty();
  }

  /** What was started or found there last; null for nothing yet. */
  final @Nullable Attempt lastContainer() {
    return lastContainer;
  }
}
