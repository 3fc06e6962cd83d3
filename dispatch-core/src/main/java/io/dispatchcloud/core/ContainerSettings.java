package io.dispatchcloud.core;

import io.dispatchcloud.api.config.Parameter;
import java.math.BigDecimal;
import java.util.List;

/**
 * What containers get, what they may cost, and how often they are tried. Read as fields of {@link
 * Settings}.
 */
interface ContainerSettings {
  /** RAM kept back for the host on each instance, once for each container. */
  Parameter<Long> RESERVE_EXTRA_RAM =
      Parameter.size("reserveExtraRam", "RAM that is added to what each container needs")
          .defaultsTo(550L << 20);

  /** RAM that the runner itself takes for each container. */
  Parameter<Long> RAM_OVERHEAD =
      Parameter.size("ramOverhead", "RAM that the runner takes for each container").defaultsTo(0L);

  /** RAM that the runner takes for each vCPU of a container. */
  Parameter<Long> RAM_OVERHEAD_PER_VCPU =
      Parameter.size("ramOverheadPerVcpu", "RAM that the runner takes for each vCPU")
          .defaultsTo(0L);

  /** How much dearer than the cheapest a type may be. */
  Parameter<BigDecimal> MAXIMUM_PRICE_FACTOR =
      Parameter.decimal("maximumPriceFactor", "how much dearer than the cheapest a type may be")
          .defaultsTo(new BigDecimal("1.5"));

  /** What all instances together may cost an hour. */
  Parameter<BigDecimal> BUDGET_PER_HOUR =
      Parameter.decimal(
              "budgetPerHour",
              "what all instances together may cost an hour; more is not created then; 0: no limit")
          .defaultsTo(BigDecimal.ZERO);

  /** What one container may cost. */
  Parameter<BigDecimal> BUDGET_PER_CONTAINER =
      Parameter.decimal(
              "budgetPerContainer",
              "what all attempts of a container may cost; it is not started again then; 0: any"
                  + " amount")
          .defaultsTo(BigDecimal.ZERO);

  /** What chooses the types of new instances. */
  Parameter<Placement> PLACEMENT_POLICY =
      Parameter.choice(
              "placementPolicy",
              "the type of a new instance: the cheapest, or (packing) the one that saves most when"
                  + " others that wait share it",
              Placement.class)
          .defaultsTo(Placement.CHEAPEST);

  /** The price of a preemptible twin of each type. */
  Parameter<BigDecimal> PREEMPTIBLE_PRICE_FACTOR =
      Parameter.decimal(
              "preemptiblePriceFactor",
              "makes a preemptible twin of every type at this part of its price; 0: none")
          .defaultsTo(BigDecimal.ZERO);

  /** Whether a container that no type fits is cancelled. */
  Parameter<Boolean> CANCEL_UNSATISFIABLE =
      Parameter.flag("cancelUnsatisfiable", "whether a container that no type fits is cancelled")
          .defaultsTo(true);

  /** After how many failed starts a container is cancelled. */
  Parameter<Long> MAX_DISPATCH_ATTEMPTS =
      Parameter.integer(
              "maxDispatchAttempts",
              "failed starts after which a container is cancelled",
              1,
              Settings.MANY)
          .defaultsTo(10L);

  /** How often a lost container is run again. */
  Parameter<Long> MAX_RETRY_ATTEMPTS =
      Parameter.integer(
              "maxRetryAttempts", "how often a lost container is run again", 0, Settings.MANY)
          .defaultsTo(3L);

  /** How much of each output stream a result keeps. */
  Parameter<Long> OUTPUT_TAIL =
      Parameter.size("outputTail", "how much of each output stream a result keeps", 1 << 20)
          .defaultsTo(64L << 10);

  /** All of these, in the order in which to explain them. */
  static List<Parameter<?>> all() {
    return List.of(
        RESERVE_EXTRA_RAM,
        RAM_OVERHEAD,
        RAM_OVERHEAD_PER_VCPU,
        MAXIMUM_PRICE_FACTOR,
        BUDGET_PER_HOUR,
        BUDGET_PER_CONTAINER,
        PLACEMENT_POLICY,
        PREEMPTIBLE_PRICE_FACTOR,
        CANCEL_UNSATISFIABLE,
        MAX_DISPATCH_ATTEMPTS,
        MAX_RETRY_ATTEMPTS,
        OUTPUT_TAIL);
  }
}
