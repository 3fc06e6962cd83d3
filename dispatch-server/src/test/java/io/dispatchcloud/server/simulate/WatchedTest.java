package io.dispatchcloud.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.server.run.Interrupts;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Something long that is watched")
class WatchedTest {
  private static void nothing() {}

  @Test
  @DisplayName("gives what it gives, and is looked at meanwhile")
  void result() throws Exception {
    CountDownLatch looked = new CountDownLatch(1);
    try (Interrupts interrupts = Interrupts.listen()) {
      assertThat(
              Watched.await(
                  interrupts,
                  looked::countDown,
                  () -> {
                    looked.await();
                    return "done";
                  }))
          .contains("done");
    }
  }

  @Test
  @DisplayName("is not waited for any more after a signal")
  void signal() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    try (Interrupts interrupts = Interrupts.listen()) {
      Runnable signalOnce =
          () -> {
            if (looks.getAndIncrement() == 0) {
              terminateThisProcess();
            }
          };

      assertThat(
              Watched.await(
                  interrupts,
                  signalOnce,
                  () -> {
                    never.await();
                    return "never";
                  }))
          .isEmpty();
      assertThat(interrupts.exitStatus()).isEqualTo(143);
    }
    never.countDown();
  }

  /** Interrupts listen: nothing but what listens hears of it. */
  private static void terminateThisProcess() {
    try {
      String self = Long.toString(ProcessHandle.current().pid());
      assertThat(new ProcessBuilder("kill", "-TERM", self).start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("fails as it fails")
  void failure() {
    try (Interrupts interrupts = Interrupts.listen()) {
      assertThatThrownBy(
              () ->
                  Watched.await(
                      interrupts,
                      WatchedTest::nothing,
                      () -> {
                        throw new IllegalStateException("broken");
                      }))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
    }
  }
}
