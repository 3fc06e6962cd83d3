package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.loop.NotBegunException;
import io.dispatchcloud.core.loop.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates instances (POOL-6 to POOL-10). Belongs to the loop. */
final class Creator {
  private static final Logger LOG = LoggerFactory.getLogger(Creator.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final PoolState state;
  private final Roster roster;
  private final Supplier<String> secrets;
  private long numbers;
  // Calls, and not pending creates: a listing may show an instance before its call returns.
  private int inFlight;

  Creator(PoolState state, Roster roster, Supplier<String> secrets) {
    this.state = state;
    this.roster = roster;
    this.secrets = secrets;
  }

  /** How many more instances there may be. */
  int instancesLeft() {
    int max = state.settings.maxInstances();
    int left = max == 0 ? Integer.MAX_VALUE : max - state.instanceCount();
    return atQuota() ? 0 : Math.max(0, left);
  }

  /**
   * How many creates may begin now, whatever their type: none before the instances were listed
   * once, for what a former dispatcher made counts, too (POOL-8).
   */
  int slots() {
    if (state.lastListingBegan == null || state.limits.throttled(state.now())) {
      return 0;
    }
    int concurrent = state.settings.maxConcurrentCreates();
    int slots = concurrent == 0 ? Integer.MAX_VALUE : concurrent - inFlight;
    if (state.limits.onTrial(state.instanceCount(), state.now())) {
      slots = Math.min(slots, inFlight == 0 ? 1 : 0);
    }
    return Math.max(0, slots);
  }

  boolean atQuota() {
    int instances = state.instanceCount();
    int max = state.settings.maxInstances();
    return (max > 0 && instances >= max) || state.limits.atQuota(instances, state.now());
  }

  /**
   * What stands behind all that.
   *
   * @param byType why none is created of each type that none is created of
   */
  Outlook outlook(SortedMap<String, Hindrance> byType) {
    int instances = state.instanceCount();
    return new Outlook(
        byType,
        state.settings.maxInstances(),
        state.settings.maxConcurrentCreates(),
        state.lastListingBegan != null,
        state.limits.quotaUntil(instances, state.now()),
        state.limits.onTrial(instances, state.now()),
        state.limits.throttledUntil(state.now()),
        state.breaker.capReached() ? state.settings.breakerCap() : null);
  }

  boolean create(InstanceType type) {
    if (instancesLeft() == 0
        || slots() == 0
        || state.bootsFail(type)
        || state.limits.atCapacityUntil(type, state.now()) != null) {
      // Whatever refused this may have changed by then, without anything that would wake us.
      state.loop.after(ASK_AGAIN, state.changed);
      return false;
    }
    String secret = secrets.get();
    PendingCreate create = new PendingCreate(numbers++, type, secret, state.now());
    state.pending.put(secret, create);
    state.events.instance(Kind.INSTANCE_REQUESTED, null, type.name(), "");
    CreateRequest request = request(type, secret);
    inFlight++;
    state.cloud.call(
        "create " + type.name(),
        () -> state.instances.create(request),
        outcome -> finished(create, outcome));
    return true;
  }

  private CreateRequest request(InstanceType type, String secret) {
    InstanceOrder order = new InstanceOrder(state.settings, type, IdleBehavior.RUN, secret);
    // Not derived from the secret: providers log tokens.
    return order.request("dispatch-" + secrets.get());
  }

  private void finished(PendingCreate create, Outcome<Instance> outcome) {
    inFlight--;
    if (outcome instanceof Outcome.Success<Instance> success) {
      state.limits.succeeded(create.type, create.begun);
      // A listing may have been faster; then this is nothing new.
      state.pending.remove(create.secret);
      roster.created(success.value(), create);
      state.changed.run();
    } else if (outcome instanceof Outcome.Failure<Instance> failure) {
      failed(create, failure.error());
    }
  }

  private void failed(PendingCreate create, Exception error) {
    state.events.instance(
        Kind.INSTANCE_REFUSED, null, create.type.name(), String.valueOf(error.getMessage()));
    if (!state.pending.containsKey(create.secret)) {
      // A listing has found the instance: it was made all the same. Another create may begin now.
      state.changed.run();
      return;
    }
    boolean certainlyNotMade =
        error instanceof NotBegunException
            || error instanceof QuotaException
            || error instanceof RateLimitException
            || error instanceof CapacityException;
    if (certainlyNotMade) {
      state.pending.remove(create.secret);
      LOG.atInfo()
          .addKeyValue("type", create.type)
          .log("The provider gives no instance now: {}", error.getMessage());
    } else {
      create.doubtfulSince = state.now();
      LOG.atWarn()
          .addKeyValue("type", create.type)
          .setCause(error)
          .log("Creating an instance failed; should it exist all the same, a listing will show it");
    }
    if (!(error instanceof NotBegunException)) {
      state.limits.failed(error, create.type, state.instanceCount(), state.now());
      state.changed.run();
    }
    // What was just refused is allowed again some time, without anything else that would wake us.
    Instant next = state.limits.nextChange(state.now());
    Duration wait = next == null ? ASK_AGAIN : Duration.between(state.now(), next);
    state.loop.after(wait.compareTo(ASK_AGAIN) < 0 ? ASK_AGAIN : wait, state.changed);
  }
}
