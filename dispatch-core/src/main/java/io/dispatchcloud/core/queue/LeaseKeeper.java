package io.dispatchcloud.core.queue;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the lease that makes a dispatcher the active one, and keeps it (QUEUE-7). */
public final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final Duration RENEW_EVERY = Duration.ofSeconds(2);
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Loop loop;
  private final ContainerController controller;
  private final InstanceSetId instanceSetId;
  private final String holder;
  private final Runnable lost;
  private @Nullable Owner owner;
  private Instant validUntil;
  private boolean stopped;

  /**
   * A keeper without a lease.
   *
   * @param loop the loop that it belongs to
   * @param controller who gives the lease
   * @param instanceSetId what the lease is for
   * @param holder who asks, for people
   * @param lost called once when the lease is lost for good
   */
  public LeaseKeeper(
      Loop loop,
      ContainerController controller,
      InstanceSetId instanceSetId,
      String holder,
      Runnable lost) {
    this.loop = loop;
    this.controller = controller;
    this.instanceSetId = instanceSetId;
    this.holder = holder;
    this.lost = lost;
    this.validUntil = loop.instant();
  }

  /**
   * Asks for the lease, again and again while somebody else has it.
   *
   * @param then called with the owner when there is one, or with why the controller can't be asked
   */
  public void acquire(Consumer<Outcome<Owner>> then) {
    Instant began = loop.instant();
    loop.offload(
        "acquire the lease",
        () -> controller.acquire(instanceSetId, holder),
        outcome -> {
          if (stopped) {
            return;
          }
          if (outcome instanceof Outcome.Success<Optional<Lease>> success) {
            acquired(began, success.value(), then);
          } else if (outcome instanceof Outcome.Failure<Optional<Lease>> failure) {
            then.accept(new Outcome.Failure<>(failure.error()));
          }
        });
  }

  private void acquired(Instant began, Optional<Lease> answer, Consumer<Outcome<Owner>> then) {
    if (answer.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("instanceSet", instanceSetId)
          .log("Another dispatcher is active; standing by");
      loop.after(RENEW_EVERY, () -> acquire(then));
      return;
    }
    Lease lease = answer.get();
    owner = lease.owner();
    validUntil = began.plus(lease.duration());
    loop.after(RENEW_EVERY, this::renew);
    then.accept(new Outcome.Success<>(lease.owner()));
  }

  /**
   * Whether calls may begin: there is a lease, and more than two seconds of it.
   *
   * @return false once it is lost, and while it can't be renewed in time
   */
  public boolean mayAct() {
    return owner != null && !stopped && loop.instant().isBefore(validUntil.minus(MARGIN));
  }

  private void renew() {
    Owner renewed = owner;
    if (renewed == null || stopped) {
      return;
    }
    Instant began = loop.instant();
    loop.offload(
        "renew the lease",
        () -> controller.renew(renewed),
        outcome -> {
          if (stopped) {
            return;
          }
          if (outcome instanceof Outcome.Success<Lease> success) {
            validUntil = began.plus(success.value().duration());
            loop.after(RENEW_EVERY, this::renew);
          } else if (outcome instanceof Outcome.Failure<Lease> failure) {
            notRenewed(failure.error());
          }
        });
  }

  private void notRenewed(Exception error) {
    if (error instanceof FencedException || !loop.instant().isBefore(validUntil)) {
      LOG.atError()
          .addKeyValue("instanceSet", instanceSetId)
          .log("Lost the lease; nothing more is done: {}", error.getMessage());
      stopped = true;
      lost.run();
    } else {
      LOG.atWarn()
          .addKeyValue("instanceSet", instanceSetId)
          .setCause(error)
          .log("Renewing the lease failed; trying again");
      loop.after(RENEW_EVERY.dividedBy(4), this::renew);
    }
  }

  /**
   * Stops to renew.
   *
   * @return who had the lease, if anybody, for the lease to be given back
   */
  public Optional<Owner> stop() {
    boolean held = !stopped;
    stopped = true;
    return held ? Optional.ofNullable(owner) : Optional.empty();
  }
}
