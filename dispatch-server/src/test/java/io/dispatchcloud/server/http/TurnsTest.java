package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What takes a dispatcher long")
class TurnsTest {
  private final AtomicLong watch = new AtomicLong();
  private final List<Long> pauses = new ArrayList<>();
  private final Turns turns =
      new Turns(
          watch::get,
          pause -> {
            pauses.add(pause);
            watch.addAndGet(pause);
          });

  private void ask(long takes) throws ProblemException {
    turns.ask(() -> watch.addAndGet(takes));
  }

  @Test
  @DisplayName("is asked after a pause as long as the last one took: half of the time at the most")
  void pauses() throws Exception {
    ask(40);
    ask(30);
    watch.addAndGet(10);
    ask(1);
    watch.addAndGet(1_000);
    ask(1);
    assertThat(pauses).containsExactly(40L, 20L);
  }

  @Test
  @DisplayName("is not held up longer than a second by one that waited for an answer in vain")
  void hung() throws Exception {
    ask(TimeUnit.MINUTES.toNanos(1));
    ask(1);
    assertThat(pauses).containsExactly(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  @DisplayName("is asked one at a time, and refused when many wait")
  void oneAtATime() throws Exception {
    CountDownLatch letGo = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(
            threads.submit(
                () ->
                    turns.ask(
                        () -> {
                          int together = running.incrementAndGet();
                          awaitLatch(letGo);
                          running.decrementAndGet();
                          return together;
                        })));
      }
      await().until(() -> turns.waiting() == 12);
      assertThatThrownBy(() -> ask(0))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem().kind()).isEqualTo("busy"));
      letGo.countDown();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      }
      ask(0);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
