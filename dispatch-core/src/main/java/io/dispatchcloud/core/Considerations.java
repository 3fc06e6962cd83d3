package io.dispatchcloud.core;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.scheduler.Circumstances;
import io.dispatchcloud.core.scheduler.Prospect;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was considered when decisions were made, as far as it is kept. All containers that ask for
 * the same share it, and so do decisions that come one after the other while nothing else is to be
 * had. The oldest is forgotten when there is too much; the decision itself stays. Written by one
 * thread; what it hands out may be read on any.
 */
final class Considerations {
  /** How many are kept: a few hundred bytes each, so some megabytes at the most. */
  static final int KEPT = 20_000;

  /** How many instances are looked at in one look, for all kinds of containers together. */
  static final int PLACES_A_LOOK = 200_000;

  private final ArrayDeque<Considered> kept = new ArrayDeque<>();
  private final Map<Asked, Considered> newest = new HashMap<>();
  // Of the look that is going on.
  private final Map<Asked, Considered> current = new HashMap<>();
  private @Nullable Circumstances circumstances;
  private @Nullable Prospect prospect;
  private @Nullable Prospect lastProspect;
  private int placesLeft;

  /** What a container asks for; types are chosen by nothing else. */
  record Asked(Needs needs, boolean preemptible) {}

  /** What there was to be had. */
  record Facts(Prospect prospect, @Nullable PlaceTally places) {}

  /** What was considered for all that asked for the same. */
  static final class Considered {
    final Asked asked;
    private volatile @Nullable Facts facts;

    private Considered(Asked asked, Facts facts) {
      this.asked = asked;
      this.facts = facts;
    }

    /** What there was to be had; null if that is forgotten. */
    @Nullable Facts facts() {
      return facts;
    }
  }

  /** A look at what a pass published begins. */
  void begin(DispatcherSnapshot snapshot) {
    current.clear();
    prospect = null;
    placesLeft = PLACES_A_LOOK;
    circumstances =
        snapshot.containers() instanceof ContainerViews views ? views.circumstances() : null;
  }

  /** What was considered for one of those published, by its position; null if it did not wait. */
  @Nullable Considered of(int position, ContainerView view) {
    Circumstances now = circumstances;
    if (now == null || !waits(view.status())) {
      return null;
    }
    Container container = view.container();
    Asked asked = new Asked(container.needs(), container.preemptible());
    Considered known = current.get(asked);
    if (known == null) {
      known = consider(now, asked, position);
      current.put(asked, known);
    }
    return known;
  }

  private Considered consider(Circumstances now, Asked asked, int position) {
    if (prospect == null) {
      // What is to be had for long is kept once.
      Prospect found = now.prospect();
      Prospect before = lastProspect;
      prospect = before != null && before.equals(found) ? before : found;
      lastProspect = prospect;
    }
    PlaceTally places = null;
    if (now.placeCount() <= placesLeft) {
      placesLeft -= now.placeCount();
      places = now.tally(position);
    }
    Facts facts = new Facts(prospect, places);
    Considered last = newest.get(asked);
    if (last != null && facts.equals(last.facts())) {
      return last;
    }
    Considered next = new Considered(asked, facts);
    newest.put(asked, next);
    kept.add(next);
    if (kept.size() > KEPT) {
      forget(kept.remove());
    }
    return next;
  }

  private void forget(Considered oldest) {
    oldest.facts = null;
    newest.remove(oldest.asked, oldest);
  }

  /** The look is over: nothing of what was published is held on to. */
  void end() {
    current.clear();
    circumstances = null;
    prospect = null;
  }

  /** How many are kept. */
  int size() {
    return kept.size();
  }

  private static boolean waits(ContainerStatus status) {
    boolean needsNothing =
        status instanceof ContainerStatus.Preparing
            || status instanceof ContainerStatus.Running
            || status instanceof ContainerStatus.Finished;
    boolean waitsForOthers =
        status instanceof ContainerStatus.OnHold
            || status instanceof ContainerStatus.PreviousAttemptExiting
            || status instanceof ContainerStatus.BudgetSpent
            || status instanceof ContainerStatus.Draining;
    return !needsNothing && !waitsForOthers;
  }
}
