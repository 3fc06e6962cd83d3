package io.dispatchcloud.core.cost;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.core.CostReport.Overhead;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one instance has cost, booked to what was on it at the time. Belongs to the loop, and to one
 * account.
 */
public final class InstanceMeter {
  private final CostAccount account;
  private final @Nullable InstanceType type;
  private final CostSource source;
  private Instant until;
  private BigDecimal booked = BigDecimal.ZERO;
  // What of it was booked as boot: it turns out later whether the boot failed.
  private BigDecimal boot = BigDecimal.ZERO;
  private List<Attempt> occupants = List.of();
  private Overhead otherwise = Overhead.BOOT;

  InstanceMeter(CostAccount account, @Nullable InstanceType type, Instant from, CostSource source) {
    this.account = account;
    this.type = type;
    this.until = from;
    this.source = source;
  }

  /**
   * Tells what is on the instance from now on.
   *
   * @param now when
   * @param nowOnIt the attempts on it; the same list while they are the same
   * @param whenEmpty what its cost is called while nothing is on it
   */
  @SuppressWarnings("ReferenceEquality") // the same attempts in another list do no harm
  public void update(Instant now, List<Attempt> nowOnIt, Overhead whenEmpty) {
    if (nowOnIt == occupants && whenEmpty == otherwise) {
      return;
    }
    book(now);
    if (nowOnIt != occupants) {
      account.moveIn(nowOnIt, type);
      account.moveOut(occupants);
      occupants = nowOnIt;
    }
    if (whenEmpty == Overhead.FAILED_BOOT && otherwise != Overhead.FAILED_BOOT) {
      account.bootFailed(boot);
      boot = BigDecimal.ZERO;
    }
    otherwise = whenEmpty;
  }

  /**
   * Books what it has cost since the last time.
   *
   * @param now until when
   */
  public void book(Instant now) {
    LocalDate last = day(now);
    for (LocalDate day = day(until); day.isBefore(last); day = day.plusDays(1)) {
      Instant midnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      book(day, source.cost(midnight));
    }
    if (now.isAfter(until)) {
      book(last, source.cost(now));
      until = now;
    }
  }

  private void book(LocalDate day, BigDecimal toDate) {
    BigDecimal amount = toDate.subtract(booked);
    booked = toDate;
    if (!occupants.isEmpty()) {
      account.bookContainers(day, amount, occupants);
      return;
    }
    account.bookOverhead(day, amount, otherwise);
    if (otherwise == Overhead.BOOT) {
      boot = boot.add(amount);
    }
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /**
   * The instance is gone: nothing more is booked.
   *
   * @param now when
   */
  public void close(Instant now) {
    book(now);
    account.moveOut(occupants);
    occupants = List.of();
  }
}
