package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RunResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows of one attempt on one instance.
 *
 * @param attempt which attempt
 * @param instance where
 * @param type the type of that instance; null if it is not configured any more
 * @param phase how far it is
 * @param since when it got there; for one that was not there any more, when the probe that missed
 *     it began
 * @param startedAt when it was first seen to run; null for never
 * @param result how it ended; null unless it ended by itself and the result was collected
 * @param inherited whether a former dispatcher had recorded it as about to start
 * @param held whether it is being killed because its container was put on hold
 * @param interrupted whether it is being killed because its instance is being taken away
 */
public record RunView(
    Attempt attempt,
    InstanceId instance,
    @Nullable InstanceType type,
    Phase phase,
    Instant since,
    @Nullable Instant startedAt,
    @Nullable RunResult result,
    boolean inherited,
    boolean held,
    boolean interrupted) {
  /** How far an attempt is. */
  public enum Phase {
    /** Its start command is about to be sent, was sent, or nobody knows. */
    STARTING,
    /** It runs. */
    ALIVE,
    /** It ended by itself. Its result follows, unless it is there already. */
    EXITED,
    /** It ran, and ended without a result. */
    LOST,
    /** It is not there, and has no result: it never started, or vanished. */
    ABSENT,
    /** Its instance is gone. */
    INSTANCE_GONE;

    /**
     * Whether a process of it may be there.
     *
     * @return true for {@link #STARTING} and {@link #ALIVE}
     */
    public boolean mayRun() {
      return this == STARTING || this == ALIVE;
    }
  }
}
