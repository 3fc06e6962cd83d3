package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.core.loop.RealLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A question to a dispatcher")
class QuestionsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final RealLoop loop = new RealLoop("questions");
  private volatile Optional<List<String>> active = Optional.of(new ArrayList<>());
  private volatile DispatcherState state = DispatcherState.ACTIVE;
  private final Questions<List<String>> questions =
      new Questions<>(loop, () -> active, () -> state);

  @AfterEach
  void close() {
    loop.close();
  }

  /** Holds the loop until it is let go. */
  private CountDownLatch hold() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    loop.execute(
        () -> {
          held.countDown();
          awaitLatch(letGo);
        });
    awaitLatch(held);
    return letGo;
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> carriedOut() {
    return questions.ask(orders -> List.copyOf(orders), LONG);
  }

  @Test
  @DisplayName("is answered on the loop")
  void answered() {
    int size = questions.ask(List::size, LONG);
    assertThat(size).isZero();
  }

  @Test
  @DisplayName("is refused while it is not active, with what it is at that moment")
  void notActive() throws Exception {
    active = Optional.empty();
    state = DispatcherState.LEASE_LOST;
    assertThatThrownBy(() -> questions.ask(List::size, LONG))
        .isInstanceOf(NotActiveException.class)
        .hasMessageContaining("not active but LEASE_LOST");
    state = DispatcherState.ACTIVE;
    assertThatThrownBy(() -> questions.ask(List::size, LONG))
        .as("one that is being closed")
        .isInstanceOf(NotActiveException.class)
        .hasMessage("the dispatcher is not active any more");
  }

  @Test
  @DisplayName("that has a bug is told apart from one to a dispatcher that is not active")
  void bug() {
    for (RuntimeException bug :
        List.of(new NullPointerException("of the inside"), new IllegalStateException("inside"))) {
      assertThatThrownBy(
              () ->
                  questions.ask(
                      any -> {
                        throw bug;
                      },
                      LONG))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a bug in the dispatcher")
          .hasRootCause(bug);
    }
  }

  @Test
  @DisplayName("that was given up before it began is never carried out")
  void givenUp() throws Exception {
    CountDownLatch letGo = hold();
    assertThatThrownBy(() -> questions.ask(orders -> orders.add("kill"), SHORT))
        .isInstanceOf(NoAnswerException.class)
        .hasMessageContaining("nothing was done");
    letGo.countDown();
    assertThat(carriedOut()).isEmpty();
  }

  @Test
  @DisplayName("that was interrupted before it began is never carried out, either")
  void interrupted() throws Exception {
    CountDownLatch letGo = hold();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> questions.ask(orders -> orders.add("kill"), LONG))
        .isInstanceOf(NoAnswerException.class)
        .hasMessageContaining("nothing was done");
    assertThat(Thread.interrupted()).isTrue();
    letGo.countDown();
    assertThat(carriedOut()).isEmpty();
  }

  @Test
  @DisplayName("that takes too long once it has begun is told as that")
  void begun() {
    CountDownLatch letGo = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                questions.ask(
                    orders -> {
                      awaitLatch(letGo);
                      return orders.add("kill");
                    },
                    Duration.ofMillis(200)))
        .isInstanceOf(NoAnswerException.class)
        .hasMessageContaining("may be done yet");
    letGo.countDown();
    assertThat(carriedOut()).containsExactly("kill");
  }

  @Test
  @DisplayName("from the loop's own thread is refused at once, as it would wait for itself")
  void fromTheLoop() throws Exception {
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            questions.ask(List::size, LONG);
          } catch (RuntimeException e) {
            refused.complete(e);
          }
        });
    assertThat(refused.get(20, TimeUnit.SECONDS))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from a listener");
  }
}
