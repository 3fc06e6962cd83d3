package io.dispatchcloud.core;

import io.dispatchcloud.core.loop.Loop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks a dispatcher on its loop, from any other thread. */
final class Questions {
  private final Loop loop;
  private final Engine engine;

  Questions(Loop loop, Engine engine) {
    this.loop = loop;
    this.engine = engine;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param question what to ask; runs on the loop
   * @param atMost how long to wait
   * @param state where the dispatcher is in its life, for messages
   * @throws TimeoutException if the loop gave no answer
   * @throws IllegalStateException if it is not active
   */
  <T> T ask(Function<Active, T> question, Duration atMost, DispatcherState state)
      throws TimeoutException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            answer.complete(question.apply(engine.active().orElseThrow(() -> notActive(state))));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalStateException known) {
        throw new IllegalStateException(known.getMessage(), known);
      }
      throw new IllegalStateException("a bug in the dispatcher: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the dispatcher", e);
    }
  }

  static IllegalStateException notActive(DispatcherState state) {
    return new IllegalStateException("the dispatcher is not active but " + state);
  }
}
