package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.core.runner.RunnerClient;
import java.util.function.Function;

/**
 * Makes what talks to hosts.
 *
 * @param executors makes an executor for a target
 * @param runners tells how the runner is called on an instance: a client to make others of, with
 *     {@link RunnerClient#at}
 */
public record Hosts(
    Function<ExecutorTarget, Executor> executors, Function<Instance, RunnerClient> runners) {}
