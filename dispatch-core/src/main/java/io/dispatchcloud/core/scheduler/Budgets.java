package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * What may be spent (section 10). Thread-safe.
 *
 * @param perHour what all instances together may cost an hour; 0 for any amount
 * @param perContainer what all attempts of a container may cost; 0 for any amount
 */
public record Budgets(BigDecimal perHour, BigDecimal perContainer) {
  /** Those of a dispatcher that may spend whatever it takes. */
  public static final Budgets NONE = new Budgets(BigDecimal.ZERO, BigDecimal.ZERO);

  public Budgets {
    Objects.requireNonNull(perHour, "perHour");
    Objects.requireNonNull(perContainer, "perContainer");
  }

  /**
   * Reads the configuration.
   *
   * @param config the configuration
   * @return the budgets
   */
  public static Budgets of(DispatcherConfig config) {
    return new Budgets(
        config.get(Settings.BUDGET_PER_HOUR), config.get(Settings.BUDGET_PER_CONTAINER));
  }

  /**
   * Whether a container is not to be started again: what has no price is never held back.
   *
   * @param container the container
   * @return true if its attempts so far have cost as much as they may, or more
   */
  public boolean isSpentBy(Container container) {
    return perContainer.signum() > 0
        && container.attempt() > 0
        && container.cost().compareTo(perContainer) >= 0;
  }
}
