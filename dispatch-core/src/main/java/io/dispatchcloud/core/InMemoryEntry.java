package io.dispatchcloud.core;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.StoredContainer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that {@link InMemoryController} has of one container. Whoever holds its lock may use it. */
final class InMemoryEntry {
  private static final BigDecimal NANOS_AN_HOUR = BigDecimal.valueOf(Duration.ofHours(1).toNanos());
  private static final int DIGITS = 12;

  final RunSpec run;
  final long number;
  StoredContainer stored;

  /** How attempts ended by themselves, by their numbers. */
  final Map<Long, RunResult> results = new LinkedHashMap<>();

  // What the newest attempt costs an hour, and since when; null while it has no place.
  private @Nullable BigDecimal pricePerHour;
  private @Nullable Instant placedAt;

  /**
   * One that was just submitted.
   *
   * @param number its place in the order of submission
   */
  InMemoryEntry(ContainerSpec spec, long number, Instant now) {
    this.run = spec.run();
    this.number = number;
    this.stored = StoredContainer.queued(spec, now);
  }

  Container container() {
    return stored.container();
  }

  /** The newest attempt has a place from now on; null where nobody told what that costs. */
  void placed(@Nullable BigDecimal price, Instant now) {
    if (price != null && price.signum() < 0) {
      throw new IllegalArgumentException("pricePerHour: '" + price + "'; expected 0 or more");
    }
    pricePerHour = price;
    placedAt = now;
  }

  /** Such a change with what the newest attempt cost, if the change ends it. */
  StoredContainer counted(StoredContainer changed, Instant now) {
    BigDecimal price = pricePerHour;
    Instant since = placedAt;
    if (!isUnderway(container()) || isUnderway(changed.container())) {
      return changed;
    }
    pricePerHour = null;
    placedAt = null;
    if (price == null || since == null) {
      return changed;
    }
    RunResult result = results.get(container().attempt());
    BigDecimal cost =
        result == null
            ? cost(price, since, now)
            : cost(price, result.startedAt(), result.finishedAt());
    return changed.withCost(container().cost().add(cost));
  }

  private static boolean isUnderway(Container container) {
    return container.state() == ContainerState.LOCKED
        || container.state() == ContainerState.RUNNING;
  }

  private static BigDecimal cost(BigDecimal pricePerHour, Instant from, Instant to) {
    Duration time = Duration.between(from, to);
    if (time.isNegative()) {
      return BigDecimal.ZERO;
    }
    BigDecimal nanos =
        BigDecimal.valueOf(time.getSeconds(), -9).add(BigDecimal.valueOf(time.getNano()));
    return pricePerHour.multiply(nanos).divide(NANOS_AN_HOUR, DIGITS, RoundingMode.HALF_UP);
  }
}
