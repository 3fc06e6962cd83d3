package io.dispatchcloud.core.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandResult.Exited;
import io.dispatchcloud.api.executor.CommandResult.Killed;
import io.dispatchcloud.api.executor.CommandResult.OutcomeUnknown;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JschCommandTest {
  private static final Duration SOON = Duration.ofMillis(700);

  private final TestContext context = new TestContext();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private MinaServer server;
  private Executor executor;

  @BeforeEach
  void start() throws Exception {
    server = new MinaServer();
    server.on(
        "hang",
        call -> {
          running.countDown();
          never.await();
        });
    executor = context.open(TestTarget.at(server.port()));
  }

  @AfterEach
  void stop() throws Exception {
    executor.close();
    server.close();
    callers.shutdownNow();
  }

  @Test
  @DisplayName("SSH-1 a command has its own stdin, stdout, stderr and exit status")
  void runs() throws Exception {
    CommandResult result =
        executor.run(
            Command.of("tr a-z A-Z; echo oops >&2; exit 3").withStdin("hello".getBytes(UTF_8)));

    assertThat(result)
        .isInstanceOfSatisfying(
            Exited.class,
            exited -> {
              assertThat(exited.status()).isEqualTo(3);
              assertThat(exited.stdout().text()).isEqualTo("HELLO");
              assertThat(exited.stderr().text()).isEqualTo("oops\n");
              assertThat(exited.succeeded()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 127, 255})
  @DisplayName("SSH-8 each exit status comes as it is")
  void exitStatus(int status) throws Exception {
    assertThat(executor.run(Command.of("exit " + status)))
        .isInstanceOfSatisfying(
            Exited.class, exited -> assertThat(exited.status()).isEqualTo(status));
  }

  @Test
  @DisplayName("SSH-1 a command without input finds its stdin at the end")
  void emptyStdin() throws Exception {
    assertThat(executor.run(Command.of("cat; echo end")).stdout().text()).isEqualTo("end\n");
  }

  @Test
  @DisplayName("SSH-1 8 MB of any bytes go in and out at once and come back whole")
  void large() throws Exception {
    byte[] bytes = new byte[8 << 20];
    new Random(7).nextBytes(bytes);

    CommandResult result = executor.run(Command.of("cat").withStdin(bytes));

    assertThat(result.succeeded()).isTrue();
    assertThat(result.stdout().bytes()).isEqualTo(bytes);
  }

  @Test
  @DisplayName("SSH-8 a command that stops reading its stdin still has its own status")
  void ignoresStdin() throws Exception {
    assertThat(executor.run(Command.of("exit 4").withStdin(new byte[8 << 20])))
        .isInstanceOfSatisfying(Exited.class, exited -> assertThat(exited.status()).isEqualTo(4));
  }

  @Test
  @DisplayName("SSH-6 output beyond the bound is cut, which the result says")
  void boundsOutput() throws Exception {
    try (Executor bounded =
        context.open(TestContext.outputBytes(1000), TestTarget.at(server.port()))) {
      CommandResult result =
          bounded.run(Command.of("head -c 3000000 /dev/zero; head -c 1500 /dev/zero >&2"));

      assertThat(result.succeeded()).isTrue();
      assertThat(result.stdout().bytes()).hasSize(1000);
      assertThat(result.stdout().dropped()).isEqualTo(2_999_000);
      assertThat(result.stderr().dropped()).isEqualTo(500);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "SIGKILL"})
  @DisplayName("SSH-8 a command that a signal ended says so")
  void killed(String name) throws Exception {
    server.on(
        "die",
        call -> {
          call.print("partial");
          call.exitBySignal(name);
        });

    assertThat(executor.run(Command.of("die")))
        .isInstanceOfSatisfying(
            Killed.class,
            killed -> {
              assertThat(killed.signal()).isEqualTo("KILL");
              assertThat(killed.stdout().text()).isEqualTo("partial");
            });
  }

  @Test
  @DisplayName("SSH-8 status 0 with output cut short is an unknown outcome")
  void cutShort() throws Exception {
    server.on(
        "cut",
        call -> {
          call.print("part");
          call.exitWithoutEof(0);
        });

    assertThat(executor.run(Command.of("cut")))
        .isInstanceOfSatisfying(
            OutcomeUnknown.class,
            unknown -> {
              assertThat(unknown.reason()).contains("cut short");
              assertThat(unknown.stdout().text()).isEqualTo("part");
            });
  }

  @Test
  @DisplayName("SSH-8 a channel that closes without a status is an unknown outcome")
  void noStatus() throws Exception {
    server.on("vanish", call -> call.channel().close(false));

    assertThat(executor.run(Command.of("vanish"))).isInstanceOf(OutcomeUnknown.class);
  }

  @Test
  @DisplayName("SSH-8 a server that goes in mid-command leaves its outcome unknown, soon")
  void serverGoes() throws Exception {
    server.on(
        "half",
        call -> {
          call.print("half");
          running.countDown();
          never.await();
        });
    Future<CommandResult> result = callers.submit(() -> executor.run(Command.of("half")));
    running.await();
    server.close();

    assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(OutcomeUnknown.class);
    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> executor.run(Command.of("true")))
        .returns(Reason.UNREACHABLE, ExecutorException::reason);
  }

  @Test
  @DisplayName(
      "SSH-6 a command that outlives its bound is unknown, its channel closed and reusable")
  void outOfTime() throws Exception {
    CommandResult result = executor.run(Command.of("hang").withTimeout(SOON));

    assertThat(result)
        .isInstanceOfSatisfying(
            OutcomeUnknown.class, unknown -> assertThat(unknown.reason()).contains("time"));
    await().untilAsserted(() -> assertThat(server.channels).hasValue(0));
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
    assertThat(server.sessions).hasValue(1);
  }

  @Test
  @DisplayName("SSH-6 a command that never reads its large stdin ends at its bound")
  void stuckStdin() throws Exception {
    CommandResult result =
        executor.run(Command.of("hang").withStdin(new byte[8 << 20]).withTimeout(SOON));

    assertThat(result).isInstanceOf(OutcomeUnknown.class);
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
    assertThat(server.sessions).hasValue(1);
  }

  @Test
  @DisplayName("SSH-6 a wait for a channel counts against the bound, and nothing was started")
  void waitsForChannel() throws Exception {
    Executor one = context.open(TestContext.channels(1), TestTarget.at(server.port()));
    Future<CommandResult> first = callers.submit(() -> one.run(Command.of("hang")));
    running.await();

    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> one.run(Command.of("second").withTimeout(SOON)))
        .returns(Reason.NO_CHANNEL, ExecutorException::reason);
    assertThat(server.lines).containsExactly("hang");
    one.close();
    assertThat(first.get()).isInstanceOf(OutcomeUnknown.class);
  }

  @Test
  @DisplayName("SSH-5 a server with fewer channels than ours makes commands wait, not fail")
  void serverHasFewerChannels() throws Exception {
    server.maxChannels(2);
    List<Callable<CommandResult>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      calls.add(() -> executor.run(Command.of("cat").withStdin(new byte[1000])));
    }
    for (Future<CommandResult> call : callers.invokeAll(calls)) {
      assertThat(call.get().succeeded()).isTrue();
    }
    assertThat(server.mostChannels).hasValueLessThanOrEqualTo(2);
  }

  @Test
  @DisplayName("SSH-5 a server without a free channel until the bound is over: not started")
  void serverHasNoChannel() throws Exception {
    server.maxChannels(1);
    Future<CommandResult> first = callers.submit(() -> executor.run(Command.of("hang")));
    running.await();

    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> executor.run(Command.of("second").withTimeout(SOON)))
        .returns(Reason.NO_CHANNEL, ExecutorException::reason);
    assertThat(server.lines).containsExactly("hang");
    executor.close();
    assertThat(first.get()).isInstanceOf(OutcomeUnknown.class);
  }

  @Test
  @DisplayName("SSH-6 closing ends commands as unknown and waiting ones as not started")
  void closes() throws Exception {
    Executor one = context.open(TestContext.channels(1), TestTarget.at(server.port()));
    Future<CommandResult> first = callers.submit(() -> one.run(Command.of("hang")));
    running.await();
    CountDownLatch asked = new CountDownLatch(1);
    Future<CommandResult> second =
        callers.submit(
            () -> {
              asked.countDown();
              return one.run(Command.of("second"));
            });
    asked.await();
    one.close();
    one.close();

    assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(OutcomeUnknown.class);
    assertThat(second)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    assertThat(server.lines).containsExactly("hang");
    await().untilAsserted(() -> assertThat(context.aliveThreads()).isZero());
  }

  @Test
  @DisplayName("SSH-6 an interrupted caller is freed at once, and the others go on")
  void interrupts() throws Exception {
    Future<CommandResult> hanging = callers.submit(() -> executor.run(Command.of("hang")));
    running.await();
    hanging.cancel(true);

    await().untilAsserted(() -> assertThat(server.channels).hasValue(0));
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
    assertThat(server.sessions).hasValue(1);
  }

  @Test
  @DisplayName("SSH-5 a connection that was lost is made anew")
  void reconnects() throws Exception {
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
    server.dropSessions();

    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
    assertThat(server.sessions).hasValue(2);
  }

  @Test
  @DisplayName("SSH-6 a peer that takes no more input: the bound ends it, by closing our socket")
  void frozenWhileWriting() throws Exception {
    server.window(64 << 20);
    try (FreezingProxy proxy = new FreezingProxy(server.port(), 1 << 20);
        Executor frozen = context.open(TestTarget.at(proxy.port()))) {
      Duration bound = SOON;
      do {
        // A slow machine may be over its bound before the peer has had enough: it gets more time.
        Command command = Command.of("hang").withStdin(new byte[32 << 20]).withTimeout(bound);
        assertThat(frozen.run(command)).isInstanceOf(OutcomeUnknown.class);
        bound = bound.multipliedBy(2);
      } while (!proxy.isFrozen());
      frozen.setTarget(TestTarget.at(server.port()));
      assertThat(frozen.run(Command.of("true")).succeeded()).isTrue();
    }
    await().untilAsserted(() -> assertThat(context.aliveThreads()).isZero());
  }
}
