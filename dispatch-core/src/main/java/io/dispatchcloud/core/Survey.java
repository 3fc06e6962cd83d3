package io.dispatchcloud.core;

import io.dispatchcloud.core.scheduler.Statuses;
import java.time.Instant;
import java.util.List;

/**
 * What a pass saw, for meters to be told of it. Immutable.
 *
 * @param at when
 * @param workers every instance, and those being created
 * @param containers the queue, with the statuses of the pass
 * @param limits what the pass could not go beyond
 */
record Survey(Instant at, List<WorkerView> workers, Statuses containers, DispatcherLimits limits) {}
