package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.core.loop.HandDrivenLoop;
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
    SteppedDispatcher dispatcher = new SteppedDispatcher(assembly, loop);
    dispatcher.start(
        failure ->
            failure.ifPresent(
                error -> {
                  throw new AssertionError("the dispatcher does not start", error);
                }));
    if (!loop.runUntil(() -> VirtualDispatcher.isActive(dispatcher), Duration.ofMinutes(10))) {
      throw new AssertionError(
          "the dispatcher published " + dispatcher.snapshot() + "; expected it to be active");
    }
  }
}
