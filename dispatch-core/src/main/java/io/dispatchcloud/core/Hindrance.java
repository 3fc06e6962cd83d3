package io.dispatchcloud.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why no instance can be created now, of one type or of any, or why nothing more may run, for
 * programs; {@link #sentence} says it to people.
 */
public sealed interface Hindrance {
  /**
   * The same for people.
   *
   * @return a sentence without a full stop, and without the time
   */
  default String sentence() {
    return ReasonSentences.of(this);
  }

  /**
   * When it is looked at again.
   *
   * @return the time; null if it ends when something else happens
   */
  default @Nullable Instant until() {
    return null;
  }

  /**
   * The provider has no room for a type (POOL-9).
   *
   * @param until when it is asked again
   */
  record AtCapacity(Instant until) implements Hindrance {
    public AtCapacity {
      Objects.requireNonNull(until, "until");
    }
  }

  /**
   * The last create of a type failed, for no reason that is known here (POOL-10).
   *
   * @param until when it is tried again
   */
  record CreateFailed(Instant until) implements Hindrance {
    public CreateFailed {
      Objects.requireNonNull(until, "until");
    }
  }

  /**
   * Instances of a type do not come up.
   *
   * @param until when one is tried again; null while one boots for a trial, or when they have cost
   *     too much ({@link BootFailuresCost})
   */
  record BootsFailing(@Nullable Instant until) implements Hindrance {}

  /**
   * One more instance of a type would cost more than there may be spent.
   *
   * @param price what it costs an hour
   * @param left what is left of {@code budgetPerHour}; negative if more is spent than may be
   * @param budgetPerHour what all instances together may cost an hour
   */
  record OverBudget(BigDecimal price, BigDecimal left, BigDecimal budgetPerHour)
      implements Hindrance {
    public OverBudget {
      Objects.requireNonNull(price, "price");
      Objects.requireNonNull(left, "left");
      Objects.requireNonNull(budgetPerHour, "budgetPerHour");
    }
  }

  /**
   * There are as many instances as there may be by {@code maxInstances}, those that are being
   * created included.
   *
   * @param most how many there may be
   */
  record MaxInstances(int most) implements Hindrance {}

  /**
   * The provider said that there may be no more instances (POOL-8).
   *
   * @param until when it is asked again, unless an instance goes away before
   */
  record Quota(Instant until) implements Hindrance {
    public Quota {
      Objects.requireNonNull(until, "until");
    }
  }

  /** One create finds out whether there may be more instances by now; others wait for it. */
  record QuotaTrial() implements Hindrance {}

  /**
   * The provider asked for a pause between creates.
   *
   * @param until when the pause ends
   */
  record Throttled(Instant until) implements Hindrance {
    public Throttled {
      Objects.requireNonNull(until, "until");
    }
  }

  /**
   * As many creates are under way, or are about to begin for those that go before, as may be at the
   * same time.
   *
   * @param most how many may be ({@code maxConcurrentInstanceCreateOps})
   */
  record CreateSlots(int most) implements Hindrance {}

  /** The instances were not listed yet: nothing is created before. */
  record NotListed() implements Hindrance {}

  /**
   * Instances that never came up have cost so much that none is created any more.
   *
   * @param cost what they have cost
   * @param most what they may cost ({@code breakerCap})
   */
  record BootFailuresCost(BigDecimal cost, BigDecimal most) implements Hindrance {
    public BootFailuresCost {
      Objects.requireNonNull(cost, "cost");
      Objects.requireNonNull(most, "most");
    }
  }

  /**
   * There are as many instances as the dispatcher dares to have (SCH-9): the limit grows by one
   * with each that is made.
   *
   * @param most how many
   * @param guessed whether that is what {@code initialQuotaEstimate} began; else it was learnt from
   *     a quota
   */
  record InstanceLimit(int most, boolean guessed) implements Hindrance {}

  /**
   * As many containers run as the store bears (SCH-9): the limit was learnt when it had too much to
   * do, and grows every minute.
   *
   * @param most how many
   */
  record ContainerLimit(int most) implements Hindrance {}
}
