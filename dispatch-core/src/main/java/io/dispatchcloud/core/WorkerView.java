package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An instance as the pool knows it, or one that is being created.
 *
 * @param id the provider's id; null while it is being created
 * @param address where it answers; empty while that is not known
 * @param type its type; null if its type is not configured any more
 * @param state what is known of it
 * @param behavior what becomes of it when it has nothing to do
 * @param healthy false if it is given no work because something is wrong with it
 * @param containers what runs there, starts there, or has ended there without its result having
 *     been collected yet
 * @param createdAt when it was asked for, or first seen
 * @param lastContainer what was started or found there last; null for nothing yet
 * @param lastBusy when something last ran there; null for never
 * @param lastProbe when the last probe that has ended began; null for none yet
 * @param lastAnswer when it last answered a probe; null for never
 * @param boot what became of its boot
 * @param cost what it has cost so far, in the currency of the types' prices
 */
public record WorkerView(
    @Nullable InstanceId id,
    String address,
    @Nullable InstanceType type,
    WorkerState state,
    IdleBehavior behavior,
    boolean healthy,
    List<Attempt> containers,
    Instant createdAt,
    @Nullable Attempt lastContainer,
    @Nullable Instant lastBusy,
    @Nullable Instant lastProbe,
    @Nullable Instant lastAnswer,
    BootOutcome boot,
    BigDecimal cost) {
  public WorkerView {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(behavior, "behavior");
    containers = List.copyOf(containers);
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(boot, "boot");
    Objects.requireNonNull(cost, "cost");
  }

  /**
   * What it costs an hour.
   *
   * @return its type's price; 0 if its type is not known
   */
  public BigDecimal price() {
    return type == null ? BigDecimal.ZERO : type.price();
  }
}
