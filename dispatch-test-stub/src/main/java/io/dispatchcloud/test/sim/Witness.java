package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.DispatcherSnapshot;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is told what really happens in a world, at the moment when it happens. */
interface Witness {
  /** A container was put into the store. */
  default void submitted(SimulatedContainer container) {}

  /** The store has changed a container. */
  default void changed(Container after, String by) {}

  /** The store did not do what a dispatcher asked of it, or the dispatcher does not know. */
  default void storeFailed(ContainerId id) {}

  /** The store has recorded where an attempt is about to start. */
  default void startRecorded(Attempt attempt, InstanceId where, String by) {}

  /** The store has told a dispatcher that it is overloaded. */
  default void overloaded(String by) {}

  /** Somebody deleted a container. */
  default void deleted(ContainerId id) {}

  /** A process of an attempt began. */
  default void started(Attempt attempt, InstanceId where) {}

  /**
   * A process of an attempt ended.
   *
   * @param exitStatus the result that its runner has; null for none
   */
  default void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {}

  /** A process lost its supervisor, and goes on without. */
  default void orphaned(Attempt attempt) {}

  /** A runner forgot an attempt, and with it its result if there was one. */
  default void discarded(Attempt attempt, InstanceId where, boolean hadResult) {}

  /** A dispatcher was given the lease. */
  default void becameActive(String by) {}

  /** A dispatcher's machine is suspended for a while. */
  default void suspended(String by) {}

  /** A dispatcher begins something that blocks. */
  default void begins(Caller by, String what) {}

  /** A dispatcher sends a start command. */
  default void startSent(Caller by, Attempt attempt, InstanceId where) {}

  /** A dispatcher asks for an instance. */
  default void createAsked(String by, InstanceType type) {}

  /** A dispatcher decides to ask for an instance: the call may come later. */
  default void requested(Caller by, InstanceType type) {}

  /** A dispatcher is told that what it asked for is refused, or that nobody knows. */
  default void refused(Caller by, InstanceType type, Refusal why) {}

  /** A call reaches the provider that it may limit: to create or to list. */
  default void called(Caller by, String call) {}

  /** The provider wants no more calls of a kind for a while. */
  default void rateLimited(Caller by, String call, Duration retryAfter) {}

  /** What was asked for is there. */
  default void createMade(String by, InstanceId made) {}

  /**
   * That is answered.
   *
   * @param made what was made; null for nothing
   * @param known whether the dispatcher is told so
   */
  default void createAnswered(String by, @Nullable InstanceId made, boolean known) {}

  /** Living instances of the set were listed for a dispatcher. */
  default void listed(String by, List<InstanceId> ours) {}

  /** An instance began. */
  default void began(InstanceId id, InstanceType type, boolean ours) {}

  /** An instance came up. */
  default void cameUp(InstanceId id) {}

  /** An instance told a dispatcher what runs there; the answer may be lost on its way. */
  default void answered(InstanceId id) {}

  /** An instance hears that its provider takes it away soon. */
  default void takenAway(InstanceId id) {}

  /** A dispatcher knows from a listing that an instance is taken away. */
  default void noticed(Caller by, InstanceId id) {}

  /** An instance ended, with all that ran there. */
  default void gone(InstanceId id) {}

  /**
   * A dispatcher destroys an instance or changes its tags.
   *
   * @param silent for how long no listing of what runs there was answered well
   */
  default void touched(InstanceId id, boolean ours, String by, boolean destroys, Duration silent) {}

  /** A dispatcher takes a host for an instance that it is not. */
  default void trusted(String by, InstanceId id) {}

  /** A dispatcher has published a snapshot. */
  default void published(String by, DispatcherSnapshot snapshot) {}

  /** An operator orders that a container be killed, wherever it is. */
  default void ordered(ContainerId id) {}

  /** An operator orders that an instance be killed, whatever runs there. */
  default void ordered(InstanceId id) {}

  /** A dispatcher was asked what everything has cost. */
  default void accounted(String by, CostReport report) {}
}
