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
  // Until when it is booked; two numbers, because there is a meter for each of thousands.
  private long untilSecond;
  private int untilNano;
  // What was booked as boot while it may turn out that the boot failed; null afterwards.
  private @Nullable BigDecimal boot = BigDecimal.ZERO;
  private List<Attempt> occupants = List.of();
  private Overhead otherwise = Overhead.BOOT;

  InstanceMeter(CostAccount account, @Nullable InstanceType type, Instant from, CostSource source) {
    this.account = account;
    this.type = type;
    this.source = source;
    bookedUntil(from);
  }

  private Instant until() {
    return Instant.ofEpochSecond(untilSecond, untilNano);
  }

  private void bookedUntil(Instant time) {
    untilSecond = time.getEpochSecond();
    untilNano = time.getNano();
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
    if (whenEmpty == Overhead.FAILED_BOOT && otherwise != Overhead.FAILED_BOOT && boot != null) {
      account.bootFailed(boot);
      boot = null;
    }
    otherwise = whenEmpty;
  }

  /** Its boot has not failed, and can't any more: what was booked as boot stays so. */
  public void bootEnded() {
    boot = null;
  }

  /**
   * Books what it has cost since the last time.
   *
   * @param now until when
   */
  public void book(Instant now) {
    LocalDate last = day(now);
    for (LocalDate day = day(until()); day.isBefore(last); day = day.plusDays(1)) {
      book(day, day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    if (now.isAfter(until())) {
      book(last, now);
    }
  }

  private void book(LocalDate day, Instant end) {
    // Asked for again, so that it need not be kept.
    BigDecimal booked = source.cost(until());
    BigDecimal amount = source.cost(end).subtract(booked);
    bookedUntil(end);
    if (!occupants.isEmpty()) {
      account.bookContainers(day, amount, occupants);
      return;
    }
    account.bookOverhead(day, amount, otherwise);
    if (otherwise == Overhead.BOOT && boot != null) {
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
