package io.dispatchcloud.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that the dispatcher decided, did or saw.
 *
 * @param at when, by the dispatcher's clock
 * @param kind what
 * @param instance which instance; empty for none, or one without an id yet
 * @param instanceType its type's name; empty if there is none
 * @param container which container; empty for none
 * @param attempt which attempt of it; 1 for one that ended before its first; 0 for none
 * @param detail more, for people
 * @param cost what it cost; null where nothing has a cost
 */
public record DispatchEvent(
    Instant at,
    Kind kind,
    String instance,
    String instanceType,
    String container,
    long attempt,
    String detail,
    @Nullable BigDecimal cost) {
  /** What can happen. */
  public enum Kind {
    /** An instance was asked for. */
    INSTANCE_REQUESTED,
    /** The provider made it, or it was found. */
    INSTANCE_CREATED,
    /** The provider refused to make it. */
    INSTANCE_REFUSED,
    /** Its state changed; the detail says how, and why it is shut down. */
    INSTANCE_STATE,
    /** What becomes of it when idle changed; the detail says to what, and why. */
    INSTANCE_BEHAVIOR,
    /** Its provider takes it away; the detail says when. */
    INSTANCE_NOTICE,
    /** It is gone; the cost is all that it cost. */
    INSTANCE_GONE,
    /** A container was locked. */
    CONTAINER_LOCKED,
    /** A container was given back to the queue without having run; the detail says why. */
    CONTAINER_UNLOCKED,
    /** A container's start command is about to be sent. */
    CONTAINER_STARTING,
    /** A container was seen to run. */
    CONTAINER_RUNNING,
    /**
     * A container ended by itself; the cost is its own share of the type's price for the time that
     * it ran. What an instance really cost is split by {@link CostReport}: that is more where the
     * instance was not full, and other than this where its price moves.
     */
    CONTAINER_EXITED,
    /** A container's attempt is lost, or was never started; the detail says how that is known. */
    CONTAINER_LOST,
    /** A container is being killed; the detail says why. */
    CONTAINER_KILLED,
    /** What a container wrote could not be stored, but for its end; the detail says why. */
    CONTAINER_OUTPUT_LOST,
    /** A container's result is in the store, and others put it there; the detail has it. */
    CONTAINER_RECORDED,
    /** A container went back to the queue after an attempt without a result. */
    CONTAINER_REQUEUED,
    /** A container was cancelled, by the dispatcher or in the store; the detail says why. */
    CONTAINER_CANCELLED
  }

  public DispatchEvent {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(instanceType, "instanceType");
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(detail, "detail");
  }
}
