package io.dispatchcloud.core.queue;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.loop.Timer;
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
  private @Nullable Timer end;
  private boolean answered;
  private boolean standsBy;
  // Read by threads that are about to begin something.
  private volatile @Nullable Owner owner;
  private volatile Instant validUntil;
  private volatile boolean stopped;

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
    if (stopped) {
      // A standby that stops has a next try waiting, which might get a lease that nobody wants.
      return;
    }
    Instant began = loop.instant();
    loop.offload(
        "acquire the lease",
        () -> controller.acquire(instanceSetId, holder),
        outcome -> {
          if (outcome instanceof Outcome.Success<Optional<Lease>> success) {
            if (stopped) {
              success.value().ifPresent(this::giveBack);
            } else {
              acquired(began, success.value(), then);
            }
          } else if (outcome instanceof Outcome.Failure<Optional<Lease>> failure && !stopped) {
            notAcquired(failure.error(), then);
          }
        });
  }

  /** A first try that fails is a wrong address, say; once the store has answered, it is a blip. */
  private void notAcquired(Exception error, Consumer<Outcome<Owner>> then) {
    if (answered) {
      LOG.atWarn()
          .addKeyValue("instanceSet", instanceSetId)
          .setCause(error)
          .log("Asking for the lease failed; trying again");
      loop.after(RENEW_EVERY, () -> acquire(then));
    } else {
      then.accept(new Outcome.Failure<>(error));
    }
  }

  /** It came after nobody wanted it any more: the next one need not wait for its end. */
  private void giveBack(Lease lease) {
    loop.<Boolean>offload(
        "give the lease back",
        () -> {
          controller.release(lease.owner());
          return true;
        },
        done -> {});
  }

  private void acquired(Instant began, Optional<Lease> answer, Consumer<Outcome<Owner>> then) {
    answered = true;
    if (answer.isEmpty()) {
      if (!standsBy) {
        standsBy = true;
        LOG.atInfo()
            .addKeyValue("instanceSet", instanceSetId)
            .log("Another dispatcher is active; standing by");
      }
      loop.after(RENEW_EVERY, () -> acquire(then));
      return;
    }
    Lease lease = answer.get();
    owner = lease.owner();
    validFor(began, lease);
    loop.after(RENEW_EVERY, this::renew);
    then.accept(new Outcome.Success<>(lease.owner()));
  }

  /**
   * Whether calls may begin: there is a lease, and more than two seconds of it. May be called on
   * any thread.
   *
   * @return false once it is lost, and while it can't be renewed in time
   */
  public boolean mayAct() {
    return owner != null && !stopped && loop.instant().isBefore(validUntil.minus(MARGIN));
  }

  private void validFor(Instant began, Lease lease) {
    validUntil = began.plus(lease.duration());
    if (end != null) {
      end.cancel();
    }
    end = loop.after(Duration.between(loop.instant(), validUntil), this::ranOut);
  }

  /** The lease ran out while the store did not answer: another one may take over any moment. */
  private void ranOut() {
    if (!stopped) {
      LOG.atWarn()
          .addKeyValue("instanceSet", instanceSetId)
          .log("The lease ran out before the store answered; nothing begins until it does");
    }
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
            validFor(began, success.value());
            loop.after(RENEW_EVERY, this::renew);
          } else if (outcome instanceof Outcome.Failure<Lease> failure) {
            notRenewed(failure.error());
          }
        });
  }

  private void notRenewed(Exception error) {
    if (error instanceof FencedException) {
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
