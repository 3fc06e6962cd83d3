package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.PlacementPolicy.Choice;
import io.dispatchcloud.core.PlacementPolicy.Company;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The placement policies that come with the dispatcher. */
final class Policies {
  static final PlacementPolicy CHEAPEST = choice -> choice.candidates().get(0);
  static final PlacementPolicy PACKING = Policies::packing;

  private static final double MILLIS_AN_HOUR = 3_600_000;

  private Policies() {}

  private static InstanceType packing(Choice choice) {
    InstanceType best = choice.candidates().get(0);
    BigDecimal bestCost = cost(choice, best);
    for (InstanceType type : choice.candidates()) {
      BigDecimal cost = cost(choice, type);
      if (cost.compareTo(bestCost) < 0) {
        best = type;
        bestCost = cost;
      }
    }
    return best;
  }

  /** What it costs more, or less, than if those that share it had instances of their own. */
  private static BigDecimal cost(Choice choice, InstanceType type) {
    Company company = choice.company(type);
    return type.price().subtract(company.priceApart());
  }

  static PlacementPolicy spotAware(
      ToDoubleFunction<InstanceType> interruptions, Function<Container, Duration> runTime) {
    return choice -> {
      double hours = runTime.apply(choice.container()).toMillis() / MILLIS_AN_HOUR;
      InstanceType best = choice.candidates().get(0);
      double bestCost = Double.POSITIVE_INFINITY;
      for (InstanceType type : choice.candidates()) {
        double rate = type.preemptible() ? interruptions.applyAsDouble(type) : 0;
        double cost = type.price().doubleValue() * expectedHours(rate, hours);
        if (cost < bestCost) {
          best = type;
          bestCost = cost;
        }
      }
      return best;
    };
  }

  private static double expectedHours(double rate, double hours) {
    return rate * hours == 0 ? hours : Math.expm1(rate * hours) / rate;
  }
}
