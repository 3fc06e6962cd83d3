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
 * @param runners makes a client of the runner that is reached through an executor, for one remote
 *     user
 */
public record Hosts(Function<ExecutorTarget, Executor> executors, RunnerClients runners) {
  /** Makes clients of the runner. */
  @FunctionalInterface
  public interface RunnerClients {
    /**
     * Makes a client.
     *
     * @param executor reaches the host
     * @param instance the host
     * @return the client
     */
    RunnerClient open(Executor executor, Instance instance);
  }
}
