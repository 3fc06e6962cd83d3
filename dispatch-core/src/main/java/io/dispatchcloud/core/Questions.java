package io.dispatchcloud.core;

import io.dispatchcloud.core.loop.RealLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks a dispatcher on its loop, from any other thread.
 *
 * @param <A> what is asked, while the dispatcher is active
 */
final class Questions<A> {
  private final RealLoop loop;
  private final Supplier<Optional<A>> active;
  private final Supplier<DispatcherState> state;

  /**
   * Made for one loop.
   *
   * @param active who answers; called on the loop
   * @param state where the dispatcher is in its life, for messages
   */
  Questions(RealLoop loop, Supplier<Optional<A>> active, Supplier<DispatcherState> state) {
    this.loop = loop;
    this.active = active;
    this.state = state;
  }

  /**
   * Refuses those who would wait for themselves.
   *
   * @throws IllegalStateException if this is the loop's own thread
   */
  void checkElsewhere() {
    if (loop.isCurrent()) {
      throw new IllegalStateException(
          "called from a listener, on the dispatcher's own thread; expected another one, as this"
              + " would wait for itself");
    }
  }

  /**
   * Asks, and waits for the answer. What was not begun in time is never done.
   *
   * @param question what to ask; runs on the loop
   * @param atMost how long to wait
   * @throws NoAnswerException if the loop gave no answer; says whether it had begun
   * @throws NotActiveException if it is not active
   * @throws IllegalStateException if this is the loop's own thread; else the question has a bug
   */
  <T> T ask(Function<A, T> question, Duration atMost) {
    checkElsewhere();
    AtomicBoolean begunOrGivenUp = new AtomicBoolean();
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (begunOrGivenUp.compareAndSet(false, true)) {
            answer(question, answer);
          }
        });
    try {
      return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotActiveException known) {
        throw known;
      }
      throw new IllegalStateException("a bug in the dispatcher: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw noAnswer("the dispatcher gave no answer in time", begunOrGivenUp);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer("interrupted while waiting for the dispatcher", begunOrGivenUp);
    }
  }

  private <T> void answer(Function<A, T> question, CompletableFuture<T> answer) {
    try {
      answer.complete(
          question.apply(active.get().orElseThrow(() -> NotActiveException.of(state.get()))));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    } catch (Error e) {
      answer.completeExceptionally(e);
      throw e;
    }
  }

  private static NoAnswerException noAnswer(String why, AtomicBoolean begunOrGivenUp) {
    return new NoAnswerException(
        begunOrGivenUp.compareAndSet(false, true)
            ? why + "; nothing was done"
            : why + "; it had begun, and may be done yet");
  }
}
