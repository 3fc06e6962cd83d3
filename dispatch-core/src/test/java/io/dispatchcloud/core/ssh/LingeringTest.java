package io.dispatchcloud.core.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandResult.Exited;
import io.dispatchcloud.api.executor.CommandResult.Killed;
import io.dispatchcloud.api.executor.CommandResult.OutcomeUnknown;
import io.dispatchcloud.api.executor.Executor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that have ended while something that they left behind keeps their channel open. */
@Timeout(60)
class LingeringTest {
  private final TestContext context = new TestContext();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch exited = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private MinaServer server;
  private Executor executor;

  @BeforeEach
  void start() throws Exception {
    server = new MinaServer();
    executor = context.open(TestTarget.at(server.port()));
  }

  @AfterEach
  void stop() throws Exception {
    executor.close();
    server.close();
    callers.shutdownNow();
  }

  @Test
  @DisplayName("SSH-8 a command whose channel stays open is whole once the server has answered")
  void childLeftBehind() throws Exception {
    server.on(
        "leave",
        call -> {
          call.print("done");
          call.sendExitStatus(5);
          never.await();
        });

    assertExited(executor.run(Command.of("leave")), 5, "done");
    await().untilAsserted(() -> assertThat(server.channels).hasValue(0));
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
    assertThat(server.sessions).hasValue(1);
  }

  @Test
  @DisplayName("SSH-8 a refused channel is an answer, too: a full server holds no command up")
  void fullServer() throws Exception {
    server.maxChannels(1);
    server.on(
        "leave",
        call -> {
          call.print("done");
          call.sendExitStatus(0);
          never.await();
        });

    assertExited(executor.run(Command.of("leave")), 0, "done");
    assertThat(server.mostChannels).hasValue(1);
  }

  @Test
  @DisplayName("SSH-8 a killed command whose channel stays open is told as killed")
  void killed() throws Exception {
    server.on(
        "leave",
        call -> {
          call.print("partial");
          call.sendExitSignal("KILL");
          never.await();
        });

    assertThat(executor.run(Command.of("leave")))
        .isInstanceOfSatisfying(
            Killed.class,
            killed -> {
              assertThat(killed.signal()).isEqualTo("KILL");
              assertThat(killed.stdout().text()).isEqualTo("partial");
            });
  }

  @Test
  @DisplayName("SSH-8 output behind another command's on a slow way is waited for")
  void outputBehindAnother() throws Exception {
    CountDownLatch bulkSent = new CountDownLatch(1);
    server.on(
        "late",
        call -> {
          call.sendExitStatus(0);
          exited.countDown();
          bulkSent.await();
          call.print("late");
          never.await();
        });
    server.on(
        "bulk",
        call -> {
          exited.await();
          call.print("x".repeat(40_000));
          bulkSent.countDown();
          call.exit().onExit(0);
        });
    try (RoughProxy proxy = new RoughProxy(server.port());
        Executor slow = context.open(TestTarget.at(proxy.port()))) {
      Future<CommandResult> bulk = callers.submit(() -> slow.run(Command.of("bulk")));
      await().until(() -> server.lines.contains("bulk"));
      proxy.beSlow();

      assertExited(slow.run(Command.of("late")), 0, "late");
      assertThat(bulk.get(30, TimeUnit.SECONDS).stdout().bytes()).hasSize(40_000);
    }
  }

  @Test
  @DisplayName("SSH-8 bytes of other commands are no answer: the server must give one")
  void unanswered() throws Exception {
    CountDownLatch answering = new CountDownLatch(1);
    server.on(
        "late",
        call -> {
          call.sendExitStatus(0);
          server.awaitHeldBack();
          call.print("late");
          answering.await();
          server.holdBackAnswers(false);
          never.await();
        });
    server.on(
        "busy",
        call -> {
          while (!never.await(50, TimeUnit.MILLISECONDS)) {
            call.print("x");
          }
        });
    Future<CommandResult> busy = callers.submit(() -> executor.run(Command.of("busy")));
    Future<CommandResult> late = callers.submit(() -> executor.run(Command.of("late")));
    await().until(() -> server.lines.contains("busy") && server.lines.contains("late"));
    server.holdBackAnswers(true);
    server.awaitHeldBack();
    assertThat(late).isNotDone();
    answering.countDown();

    assertExited(late.get(30, TimeUnit.SECONDS), 0, "late");
    assertThat(busy).isNotDone();
  }

  @Test
  @DisplayName("SSH-6 a child that goes on writing holds its command up to its bound, no longer")
  void chattyChild() throws Exception {
    server.on(
        "chatty",
        call -> {
          call.sendExitStatus(0);
          // More than the client lets a server send of what it has not read: it has read the
          // status.
          call.print("x".repeat(4 << 20));
          exited.countDown();
          while (!never.await(50, TimeUnit.MILLISECONDS)) {
            call.print("x");
          }
        });
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    try (Executor bounded = context.open(now::get, TestTarget.at(server.port()))) {
      Command chatty = Command.of("chatty").withTimeout(Duration.ofHours(1));
      Future<CommandResult> result = callers.submit(() -> bounded.run(chatty));
      exited.await();
      assertThat(result).isNotDone();

      now.set(Instant.EPOCH.plus(Duration.ofHours(1)));

      assertThat(result.get(30, TimeUnit.SECONDS)).isInstanceOf(OutcomeUnknown.class);
    }
  }

  private static void assertExited(CommandResult result, int status, String stdout) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Exited.class,
            exited -> {
              assertThat(exited.status()).isEqualTo(status);
              assertThat(exited.stdout().text()).isEqualTo(stdout);
            });
  }
}
