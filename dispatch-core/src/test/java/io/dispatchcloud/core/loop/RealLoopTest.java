package io.dispatchcloud.core.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("LOOP the loop on a thread of its own")
class RealLoopTest {
  private final RealLoop loop = new RealLoop("test");

  @AfterEach
  void close() {
    loop.close();
  }

  /** Runs something on the loop, and waits for what it returns. */
  private <T> T onLoop(Supplier<T> event) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(event.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result.get(10, SECONDS);
  }

  private <T> Outcome<T> offloaded(Blocking<T> work) throws Exception {
    CompletableFuture<Outcome<T>> result = new CompletableFuture<>();
    loop.execute(
        () ->
            loop.offload(
                "some work",
                work,
                outcome -> {
                  loop.checkOnLoop();
                  result.complete(outcome);
                }));
    return result.get(10, SECONDS);
  }

  @Test
  @DisplayName("runs events in the order in which they were posted, all on one named thread")
  void order() throws Exception {
    List<Integer> order = new ArrayList<>();
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      loop.execute(
          () -> {
            order.add(number);
            threads.add(Thread.currentThread().getName());
          });
    }

    assertThat(onLoop(() -> List.copyOf(order))).hasSize(1_000).isSorted();
    assertThat(onLoop(() -> List.copyOf(threads))).containsOnly("dispatch-test-loop");
  }

  @Test
  @DisplayName("lets only its own thread set timers, offload and draw")
  void checks() throws Exception {
    assertThatIllegalStateException()
        .isThrownBy(loop::checkOnLoop)
        .withMessageContaining("expected dispatch-test-loop");
    assertThatIllegalStateException().isThrownBy(() -> loop.after(Duration.ZERO, () -> {}));
    assertThatIllegalStateException()
        .isThrownBy(() -> loop.offload("work", () -> 1, outcome -> {}));
    assertThatIllegalStateException().isThrownBy(loop::random);
    assertThat(
            onLoop(
                () -> {
                  loop.checkOnLoop();
                  return loop.random().nextInt(1);
                }))
        .isZero();
  }

  @Test
  @DisplayName("brings back what offloaded work returned")
  void success() throws Exception {
    Outcome<String> outcome = offloaded(() -> Thread.currentThread().getName());

    assertThat(outcome).isInstanceOf(Outcome.Success.class);
    assertThat(((Outcome.Success<String>) outcome).value())
        .startsWith("dispatch-test-wait-")
        .endsWith(" some work");
  }

  @Test
  @DisplayName("brings back what offloaded work threw, checked, unchecked or an error")
  void failures() throws Exception {
    IOException checked = new IOException("no");
    IllegalArgumentException unchecked = new IllegalArgumentException("never");
    AssertionError error = new AssertionError("a bug");

    assertThat(
            offloaded(
                () -> {
                  throw checked;
                }))
        .isEqualTo(new Outcome.Failure<>(checked));
    assertThat(
            offloaded(
                () -> {
                  throw unchecked;
                }))
        .isEqualTo(new Outcome.Failure<>(unchecked));
    Outcome<Object> third =
        offloaded(
            () -> {
              throw error;
            });
    assertThat(((Outcome.Failure<Object>) third).error())
        .isInstanceOf(IllegalStateException.class)
        .hasCause(error);
  }

  @Test
  @DisplayName("does not block while offloaded work does")
  void offloadsInParallel() throws Exception {
    CountDownLatch bothRun = new CountDownLatch(2);
    BlockingQueue<Outcome<Boolean>> outcomes = new LinkedBlockingQueue<>();
    Blocking<Boolean> meeting =
        () -> {
          bothRun.countDown();
          return bothRun.await(10, SECONDS);
        };
    loop.execute(
        () -> {
          loop.offload("one", meeting, outcomes::add);
          loop.offload("two", meeting, outcomes::add);
        });

    assertThat(onLoop(() -> 1)).isEqualTo(1);
    assertThat(outcomes.poll(10, SECONDS)).isEqualTo(new Outcome.Success<>(true));
    assertThat(outcomes.poll(10, SECONDS)).isEqualTo(new Outcome.Success<>(true));
  }

  @Test
  @DisplayName("goes on after an event that throws, be it an exception or an error")
  void survives() throws Exception {
    loop.execute(
        () -> {
          throw new IllegalStateException("a test's event");
        });
    loop.execute(
        () -> {
          throw new AssertionError("a test's event");
        });

    assertThat(onLoop(() -> "alive")).isEqualTo("alive");
  }

  @Test
  @DisplayName("goes on after an event that left its thread interrupted")
  void survivesInterrupt() throws Exception {
    loop.execute(() -> Thread.currentThread().interrupt());

    assertThat(onLoop(() -> "alive")).isEqualTo("alive");
  }

  @Test
  @DisplayName("runs timers in the order of their time, not before it, and none that was cancelled")
  void timers() throws Exception {
    BlockingQueue<String> log = new LinkedBlockingQueue<>();
    Instant began = loop.instant();
    CompletableFuture<Instant> last = new CompletableFuture<>();
    loop.execute(
        () -> {
          loop.after(Duration.ofMillis(60), () -> last.complete(loop.instant()));
          loop.after(Duration.ofMillis(40), () -> log.add("second"));
          loop.after(Duration.ofMillis(20), () -> log.add("first"));
          loop.after(Duration.ofMillis(10), () -> log.add("cancelled")).cancel();
          loop.after(Duration.ofMillis(-10), () -> log.add("at once"));
          log.add("asked");
        });

    assertThat(last.get(10, SECONDS)).isAfterOrEqualTo(began.plusMillis(60));
    assertThat(log).containsExactly("asked", "at once", "first", "second");
  }

  @Test
  @DisplayName("has a time that never goes back")
  void time() {
    Instant before = loop.instant();
    for (int i = 0; i < 1_000; i++) {
      Instant after = loop.instant();
      assertThat(after).isAfterOrEqualTo(before);
      before = after;
    }
  }

  @Test
  @DisplayName("leaves no thread when it is closed, not even one that was waiting")
  void noThreadLeft() throws Exception {
    RealLoop closing = new RealLoop("closing");
    // Asked themselves, because virtual threads are in no list of all threads.
    CompletableFuture<Thread> loop = new CompletableFuture<>();
    CompletableFuture<Thread> waiter = new CompletableFuture<>();
    CountDownLatch never = new CountDownLatch(1);
    closing.execute(
        () -> {
          loop.complete(Thread.currentThread());
          closing.offload(
              "wait for ever",
              () -> {
                waiter.complete(Thread.currentThread());
                never.await();
                return 1;
              },
              outcome -> {});
        });
    Thread loopThread = loop.get(10, SECONDS);
    Thread waitingThread = waiter.get(10, SECONDS);
    assertThat(loopThread.getName()).isEqualTo("dispatch-closing-loop");
    assertThat(waitingThread.getName()).startsWith("dispatch-closing-wait-");

    closing.close();
    closing.close();

    await().atMost(10, SECONDS).until(() -> !loopThread.isAlive() && !waitingThread.isAlive());
  }

  @Test
  @DisplayName("takes events after it was closed, and does nothing with them")
  void afterClose() {
    RealLoop closed = new RealLoop("closed");
    BlockingQueue<String> log = new LinkedBlockingQueue<>();
    closed.close();
    closed.execute(() -> log.add("too late"));

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("dispatch-closed-loop");
    assertThat(log).isEmpty();
  }

  @Test
  @DisplayName("makes named daemon threads for others")
  void threads() throws Exception {
    CompletableFuture<String> name = new CompletableFuture<>();
    Thread thread = loop.threads().newThread(() -> name.complete(Thread.currentThread().getName()));
    thread.start();

    assertThat(thread.isDaemon()).isTrue();
    assertThat(name.get(10, SECONDS)).startsWith("dispatch-test-wait-");
  }
}
