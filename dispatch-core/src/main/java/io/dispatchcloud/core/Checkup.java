package io.dispatchcloud.core;

import io.dispatchcloud.api.config.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells how a dispatcher is from what it knows. */
final class Checkup {
  private static final int MISSED = 3;
  private static final Duration PASS_WITHIN = Duration.ofMinutes(1);

  private final Duration refreshedWithin;
  private final Duration listedWithin;
  private final List<String> troubles = new ArrayList<>();

  private Checkup(DispatcherConfig config) {
    refreshedWithin =
        atLeast(config.get(Settings.POLL_INTERVAL).multipliedBy(MISSED), Duration.ofMinutes(1));
    listedWithin =
        atLeast(config.get(Settings.SYNC_INTERVAL).multipliedBy(MISSED), Duration.ofMinutes(3));
  }

  private static Duration atLeast(Duration time, Duration least) {
    return time.compareTo(least) > 0 ? time : least;
  }

  /**
   * What one that is active knows of itself.
   *
   * @param now the time
   * @param since when it became active
   * @param refreshed when the newest refresh of the queue began; null for none
   * @param listed when the newest listing of the instances began; null for none
   * @param waiting since when something waits for a pass; null if nothing does
   * @param mayAct whether its lease lasts
   */
  record Signs(
      Instant now,
      Instant since,
      @Nullable Instant refreshed,
      @Nullable Instant listed,
      @Nullable Instant waiting,
      boolean mayAct) {}

  /** Of one that is active. */
  static Health active(DispatcherConfig config, Signs signs, DispatcherLimits limits) {
    Checkup checkup = new Checkup(config);
    boolean leads = checkup.leads(signs);
    boolean passes = checkup.passes(signs);
    boolean refreshes =
        checkup.isFresh(
            "the queue was last read", signs.refreshed(), checkup.refreshedWithin, signs);
    boolean lists =
        checkup.isFresh(
            "the instances were last listed", signs.listed(), checkup.listedWithin, signs);
    checkup.limits(limits);
    return new Health(
        DispatcherState.ACTIVE,
        true,
        leads && passes && refreshes && lists,
        signs.refreshed(),
        signs.listed(),
        checkup.troubles);
  }

  private boolean leads(Signs signs) {
    if (!signs.mayAct()) {
      troubles.add(
          "the lease ran out, and can't be renewed: nothing is sent; another dispatcher may lead");
    }
    return signs.mayAct();
  }

  /** A pass that fails each time leaves everything as it is: its log says why. */
  private boolean passes(Signs signs) {
    Instant waiting = signs.waiting();
    Duration time = waiting == null ? Duration.ZERO : Duration.between(waiting, signs.now());
    if (time.compareTo(PASS_WITHIN) > 0) {
      troubles.add(
          "nothing was decided for "
              + Quantities.format(wholeSeconds(time))
              + ", though something changed: see the log for bugs");
      return false;
    }
    return true;
  }

  /** Of one that is not active, or whose thread gave no answer. */
  static Health other(DispatcherState state) {
    return switch (state) {
      case NEW -> of(state, true, "not started yet");
      case STARTING ->
          of(state, true, "another dispatcher leads, or this one is still opening its parts");
      case ACTIVE -> of(state, false, "its thread gives no answer");
      case LEASE_LOST -> of(state, false, "another dispatcher has taken the lease over");
      case FAILED -> of(state, false, "it could not start");
      case CLOSED -> of(state, false, "closed");
    };
  }

  private static Health of(DispatcherState state, boolean live, String trouble) {
    return new Health(state, live, false, null, null, List.of(trouble));
  }

  private boolean isFresh(String what, @Nullable Instant last, Duration within, Signs signs) {
    Instant newest = last == null ? signs.since() : last;
    Duration old = Duration.between(newest, signs.now());
    if (old.compareTo(within) > 0) {
      troubles.add(
          last == null
              ? what + " never, in " + Quantities.format(wholeSeconds(old))
              : what + " " + Quantities.format(wholeSeconds(old)) + " ago");
      return false;
    }
    return last != null;
  }

  private static Duration wholeSeconds(Duration time) {
    return Duration.ofSeconds(time.toSeconds());
  }

  private void limits(DispatcherLimits limits) {
    if (limits.atQuota()) {
      troubles.add("there may be no more instances than there are (quota or maxInstances)");
    }
    if (!limits.atCapacity().isEmpty()) {
      troubles.add("the provider has no room for " + names(limits.atCapacity()));
    }
    if (!limits.bootsFailing().isEmpty()) {
      troubles.add("instances do not come up: " + names(limits.bootsFailing()));
    }
    if (limits.draining()) {
      troubles.add("it is being drained, and takes no new work");
    }
  }

  private static String names(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }
}
