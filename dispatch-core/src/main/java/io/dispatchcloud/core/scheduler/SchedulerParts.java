package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.loop.Events;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.pool.WorkerPool;
import io.dispatchcloud.core.sizing.Sizer;

/**
 * What a scheduler works with.
 *
 * @param loop the loop that it belongs to
 * @param queue what is to be run
 * @param pool where it can run
 * @param sizer tells what a container takes of an instance
 * @param placement chooses the types of new instances
 * @param events whom it tells
 * @param changed wakes it for another pass
 * @param leadershipLost called when the controller says that another dispatcher is active
 */
public record SchedulerParts(
    Loop loop,
    ContainerQueue queue,
    WorkerPool pool,
    Sizer sizer,
    PlacementPolicy placement,
    Events events,
    Runnable changed,
    Runnable leadershipLost) {}
