package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.pool.PoolView;
import java.util.List;

/**
 * All that a pass looks at.
 *
 * @param entries the queue, in any order
 * @param pool the pool
 * @param limits how much may run
 * @param draining whether no new work is taken
 */
record Snapshot(List<QueueEntry> entries, PoolView pool, Limits limits, boolean draining) {}
