package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.core.OutputStore;
import io.dispatchcloud.core.cost.CostAccount;
import io.dispatchcloud.core.loop.Events;
import io.dispatchcloud.core.loop.Loop;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a pool works with.
 *
 * @param loop the loop that it belongs to
 * @param instances where it gets instances
 * @param hosts how it talks to them
 * @param events whom it tells
 * @param outputs where all output goes; null for nowhere
 * @param secrets makes the secret of each instance: 40 random hex digits
 * @param mayAct whether something may begin now; asked on any thread
 * @param costs where what instances cost is booked
 * @param meters where what becomes of instances is counted
 * @param changed called when something changed that a pass of the scheduler should see
 */
public record PoolParts(
    Loop loop,
    InstanceSet instances,
    Hosts hosts,
    Events events,
    @Nullable OutputStore outputs,
    Supplier<String> secrets,
    BooleanSupplier mayAct,
    CostAccount costs,
    PoolMeters meters,
    Runnable changed) {}
