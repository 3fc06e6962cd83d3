package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.core.loop.HandDrivenLoop;
import io.dispatchcloud.core.loop.Outcome;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;

/** Runs a dispatcher on a hand-driven loop, for tests of other packages. */
public final class HandDrivenDispatcher {
  private HandDrivenDispatcher() {}

  /** What a dispatcher is put together from. */
  public record Parts(
      DispatcherConfig config,
      Driver driver,
      ExecutorProvider executors,
      InMemoryController controller,
      PlacementPolicy placement) {}

  /** Starts one; from then on it does its work whenever the loop is moved on. */
  @SuppressWarnings("exports") // the loop is no part of the module, and tests are none either
  public static void start(Parts parts, HandDrivenLoop loop) {
    Assembly assembly =
        Dispatcher.builder(parts.config())
            .driver(parts.driver(), Map.of())
            .executors(parts.executors())
            .controller(parts.controller())
            .outputs((attempt, stream) -> OutputStream.nullOutputStream())
            .placement(parts.placement())
            .assemble();
    DispatcherState[] state = {DispatcherState.STARTING};
    Engine engine = new Engine(assembly, loop, next -> state[0] = next.state());
    engine.begin(
        outcome -> {
          if (outcome instanceof Outcome.Failure<Boolean> failure) {
            throw new AssertionError("the dispatcher does not start", failure.error());
          }
        });
    if (!loop.runUntil(() -> state[0] == DispatcherState.ACTIVE, Duration.ofMinutes(10))) {
      throw new AssertionError("the dispatcher is " + state[0] + "; expected it to be active");
    }
  }
}
