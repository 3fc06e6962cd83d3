package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.loop.NotBegunException;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.loop.Timer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the instances and brings the pool in line with what there is (POOL-3). */
final class Listing {
  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
  private static final Duration DOUBT_ENDS_AFTER = Duration.ofMinutes(5);
  private static final Duration FIRST_AGAIN = Duration.ofSeconds(5);

  private final PoolState state;
  private final Roster roster;
  private final Reaper reaper;
  private boolean running;
  private @Nullable Timer next;

  Listing(PoolState state, Roster roster, Reaper reaper) {
    this.state = state;
    this.roster = roster;
    this.reaper = reaper;
  }

  void begin() {
    if (running || state.stopped) {
      return;
    }
    running = true;
    if (next != null) {
      next.cancel();
    }
    Instant began = state.now();
    Map<String, String> tags = state.settings.tags().ofTheSet();
    state.cloud.call("list instances", () -> look(tags), outcome -> ended(began, outcome));
  }

  /** What there is, and what the preemptible ones of it cost now. */
  private record Listed(List<Instance> instances, Map<InstanceId, BigDecimal> prices) {}

  /** Blocks; on no thread of ours. */
  private Listed look(Map<String, String> tags) throws CloudException {
    List<Instance> instances = state.instances.instances(tags);
    Map<InstanceId, BigDecimal> prices = new HashMap<>();
    for (Instance instance : instances) {
      InstanceType type = state.settings.types().get(state.settings.tags().type(instance.tags()));
      if (type != null && type.preemptible()) {
        instance.priceHistory(type).stream()
            .max(Comparator.comparing(PricePoint::from))
            .ifPresent(newest -> prices.put(instance.id(), newest.price()));
      }
    }
    return new Listed(instances, prices);
  }

  private void ended(Instant began, Outcome<Listed> outcome) {
    running = false;
    next = state.loop.after(pause(outcome), this::begin);
    if (outcome instanceof Outcome.Success<Listed> success) {
      apply(began, success.value().instances());
      charge(success.value().prices());
      state.changed.run();
    } else if (outcome instanceof Outcome.Failure<Listed> failure) {
      if (!(failure.error() instanceof NotBegunException)) {
        String until = state.lastListingBegan == null ? "; none is created until it succeeds" : "";
        LOG.warn("Listing the instances failed; trying again later" + until, failure.error());
      }
    }
  }

  /** The first one is not waited for any longer than must be: nothing is created before it. */
  private Duration pause(Outcome<Listed> outcome) {
    Duration usual = state.settings.syncInterval();
    boolean first = state.lastListingBegan == null && outcome instanceof Outcome.Failure<?>;
    return first && usual.compareTo(FIRST_AGAIN) > 0 ? FIRST_AGAIN : usual;
  }

  private void apply(Instant began, List<Instance> listed) {
    Map<InstanceId, Instance> byId = new TreeMap<>();
    for (Instance instance : listed) {
      // A driver may list too many; what does not carry our id is nobody's business of ours.
      if (state.settings.tags().areOurs(instance.tags())) {
        byId.putIfAbsent(instance.id(), instance);
      }
    }
    for (Instance instance : byId.values()) {
      Worker worker = state.workers.get(instance.id());
      if (worker == null) {
        roster.found(instance);
      } else {
        worker.missingSince = null;
        worker.missingLast = null;
        roster.refreshed(worker, instance);
        readTags(worker, began);
        saveTags(worker);
        destroyAgain(worker);
      }
    }
    for (Worker worker : state.workers.all()) {
      // One that was created after the listing began can't be in it.
      if (!byId.containsKey(worker.id) && worker.addedAt().isBefore(began)) {
        missing(worker, began);
      }
    }
    endDoubts(byId.values(), began);
    if (state.firstListingBegan == null) {
      state.firstListingBegan = began;
    }
    state.lastListingBegan = began;
  }

  private void charge(Map<InstanceId, BigDecimal> prices) {
    for (Worker worker : state.workers.all()) {
      BigDecimal price = prices.get(worker.id);
      if (price != null && worker.type != null) {
        worker.charge(price, state.now());
      }
    }
  }

  private void missing(Worker worker, Instant began) {
    if (worker.missingSince == null) {
      worker.missingSince = began;
    }
    worker.missingLast = began;
    boolean longEnough =
        !Duration.between(worker.missingSince, began)
            .minus(state.settings.goneAfter())
            .isNegative();
    if (longEnough && looksDead(worker, worker.missingSince)) {
      roster.remove(worker);
    }
  }

  private static boolean looksDead(Worker worker, Instant since) {
    boolean silentSince =
        worker.lastSilenceBegan != null && !worker.lastSilenceBegan.isBefore(since);
    // What is being destroyed and has nothing to lose is not probed any more.
    boolean nothingToLose = worker.state == WorkerState.SHUTDOWN && !worker.hasWork();
    return silentSince || !worker.hadAddress || nothingToLose;
  }

  private void destroyAgain(Worker worker) {
    if (worker.state == WorkerState.SHUTDOWN
        && Duration.between(worker.stateSince(), state.now())
                .compareTo(state.settings.timeoutShutdown())
            > 0) {
      reaper.destroy(worker);
    }
  }

  /** A create that failed in doubt counts until listings long enough lack its secret (POOL-10). */
  private void endDoubts(Iterable<Instance> listed, Instant began) {
    Set<String> secrets = new HashSet<>();
    listed.forEach(instance -> secrets.add(state.settings.tags().secret(instance.tags())));
    state
        .pending
        .values()
        .removeIf(
            create ->
                create.listed(secrets.contains(create.secret), began).compareTo(DOUBT_ENDS_AFTER)
                    >= 0);
  }

  /** What a listing shows counts unless it began before we saved something else. */
  private void readTags(Worker worker, Instant began) {
    if (!worker.savingTags && began.isAfter(worker.tagsSavedAt())) {
      worker.savedBehavior = state.settings.tags().behavior(worker.instance.tags()).orElse(null);
    }
  }

  /** Saves type and behaviour where the tags say something else (POOL-5). */
  void saveTags(Worker worker) {
    Tags tags = state.settings.tags();
    Map<String, String> shown = worker.instance.tags();
    String type = worker.type == null ? tags.type(shown) : worker.type.name();
    boolean right = tags.type(shown).equals(type) && worker.behavior == worker.savedBehavior;
    if (right || worker.savingTags || worker.state == WorkerState.SHUTDOWN) {
      return;
    }
    worker.savingTags = true;
    Map<String, String> wanted = tags.with(shown, type, worker.behavior);
    IdleBehavior behavior = worker.behavior;
    Instance instance = worker.instance;
    state.cloud.<Boolean>call(
        "set tags of " + worker.id,
        () -> {
          instance.setTags(wanted);
          return true;
        },
        outcome -> {
          worker.savingTags = false;
          worker.tagsSaved(state.now());
          // After a failure, either may be there.
          worker.savedBehavior = outcome instanceof Outcome.Success ? behavior : null;
          if (outcome instanceof Outcome.Failure<Boolean> failure) {
            LOG.atWarn()
                .addKeyValue("instance", worker.id)
                .setCause(failure.error())
                .log("Saving an instance's tags failed; trying again with the next listing");
          } else if (worker.behavior != behavior && state.isThere(worker)) {
            saveTags(worker);
          }
        });
  }
}
