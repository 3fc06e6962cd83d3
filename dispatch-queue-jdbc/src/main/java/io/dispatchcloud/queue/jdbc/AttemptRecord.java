package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RunResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an attempt (CTR-7, RUN-5).
 *
 * @param attempt which one
 * @param instanceSet whose dispatcher locked it
 * @param preemptible whether it asked for a preemptible instance
 * @param outcome what became of it
 * @param reason why, for people; empty for no reason
 * @param instance where it was started; null if it was not
 * @param lockedAt when it was locked, by the database's clock
 * @param startedAt when it was seen to run, or its result says that it started; null if it did not
 * @param finishedAt when it ended: by its result, else by the database's clock; null while underway
 * @param result how it ended by itself; null if it did not
 * @param cost what it cost, in the currency of the prices: what {@link JdbcController#recordCost}
 *     said, else its price for the time that it ran, by its result, or, where it has none, that it
 *     had its place; null while underway, also where somebody said, or where it never had a price
 */
public record AttemptRecord(
    Attempt attempt,
    InstanceSetId instanceSet,
    boolean preemptible,
    AttemptOutcome outcome,
    String reason,
    @Nullable InstanceId instance,
    Instant lockedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable RunResult result,
    @Nullable BigDecimal cost) {
  public AttemptRecord {
    Objects.requireNonNull(attempt, "attempt");
    Objects.requireNonNull(instanceSet, "instanceSet");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(lockedAt, "lockedAt");
  }
}
