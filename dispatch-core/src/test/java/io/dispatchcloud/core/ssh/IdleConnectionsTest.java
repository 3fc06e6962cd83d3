package io.dispatchcloud.core.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.Executor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tells, too, what an idle connection costs this process; the server's part is in others. */
@Tag("system")
@Timeout(900)
class IdleConnectionsTest extends OpenSshFixture {
  private static final int CONNECTIONS = 1000;
  private static final int CONNECTING = 8;

  /** The kinds of threads that this JVM has and that are advised for it. */
  static Stream<Named<ThreadFactory>> kindsOfThreads() throws Exception {
    List<Named<ThreadFactory>> kinds = new ArrayList<>();
    kinds.add(Named.of("platform threads", Thread::new));
    if (Runtime.version().feature() >= 24) {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      ThreadFactory virtual = (ThreadFactory) type.getMethod("factory").invoke(builder);
      kinds.add(Named.of("virtual threads", virtual));
    }
    return kinds.stream();
  }

  @ParameterizedTest
  @MethodSource("kindsOfThreads")
  @DisplayName("SSH-1 1,000 connections at a time: each stays and works, and leaves no thread")
  void idle(ThreadFactory threads, TestReporter reporter) throws Exception {
    context.threadsFrom(threads);
    start(TestContext.LIMITS);
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
    List<Executor> all = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      all.add(context.open(TestContext.LIMITS, key, target()));
    }
    Usage before = Usage.now();
    try {
      eachRunsTrue(all);
      Usage after = Usage.now();
      eachRunsTrue(all);

      assertThat(logins()).isEqualTo(CONNECTIONS + 1);
      reporter.publishEntry(
          "%d idle connections, Java %s".formatted(CONNECTIONS, Runtime.version()),
          after.perConnection(before));
    } finally {
      all.forEach(Executor::close);
      executor.close();
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(context.aliveThreads()).isZero());
  }

  private static void eachRunsTrue(List<Executor> all) throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    all.forEach(each -> calls.add(() -> each.run(Command.of("true")).succeeded()));
    ExecutorService few = Executors.newFixedThreadPool(CONNECTING);
    try {
      for (Future<Boolean> call : few.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    } finally {
      few.shutdownNow();
    }
  }

  private long logins() {
    return server.log().lines().filter(line -> line.startsWith("Accepted publickey")).count();
  }

  /** What this process takes of the machine. */
  private record Usage(long heap, long resident, long threads) {
    static Usage now() throws Exception {
      // Asked for, so that what is counted is what is held.
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      long heap = runtime.totalMemory() - runtime.freeMemory();
      return new Usage(heap, status("VmRSS:"), status("Threads:"));
    }

    private static long status(String name) throws Exception {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"), UTF_8)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
      throw new AssertionError("no " + name);
    }

    String perConnection(Usage before) {
      return "heap: %.1f KiB each; resident: %.1f KiB each; platform threads: %d more"
          .formatted(
              (heap - before.heap) / 1024.0 / CONNECTIONS,
              (resident - before.resident) / (double) CONNECTIONS,
              threads - before.threads);
    }
  }
}
