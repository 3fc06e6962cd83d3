package io.dispatchcloud.benchmarks;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the store can do, in the order in which it is asked. Each part is tried first. */
final class StoreMeasurement {
  private static final InstanceSetId SET = new InstanceSetId("benchmark");
  private static final InstanceId HOST = new InstanceId("i-1");
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final OutputTail TAIL =
      new OutputTail("frame done".getBytes(StandardCharsets.UTF_8), 10);
  private static final RunResult RESULT =
      new RunResult(0, BEGIN, BEGIN.plusSeconds(60), TAIL, OutputTail.EMPTY);
  private static final int THREADS = 8;
  private static final int BY_ID = 100;
  private static final int MOST_IN_VIEW = 100_000;
  private static final double NANOS_A_SECOND = 1e9;
  private static final double NANOS_A_MILLI = 1e6;

  private final JdbcController store;
  private final int batch;
  private final int batches;
  private final int calls;
  private int submitted;

  StoreMeasurement(StoreServer server, int batch, int batches, int calls) {
    this.store = server.store();
    this.batch = batch;
    this.batches = batches;
    this.calls = calls;
  }

  private List<ContainerSpec> specs(int count) {
    List<ContainerSpec> specs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      specs.add(StoreServer.spec("new-" + submitted++));
    }
    return specs;
  }

  /** A line of JSON. */
  String json(int rows, boolean sync) throws Exception {
    int page = store.queued(Page.FIRST).items().size();
    double[] queued = poll(() -> store.queued(Page.FIRST));
    List<ContainerId> some =
        store.queued(Page.FIRST).items().stream().limit(BY_ID).map(each -> each.id()).toList();
    double[] byId = poll(() -> store.byId(some));
    double[] locked = poll(() -> store.locked(SET, Page.FIRST));
    submitBatches(1);
    double batched = (double) batch * batches / seconds(() -> submitBatches(batches));
    List<ContainerSpec> singles = specs(calls);
    submitSingly(specs(calls));
    double single = calls / seconds(() -> submitSingly(singles));
    Owner owner = store.acquire(SET, "benchmark").orElseThrow().owner();
    lives(owner, specs(calls), 1);
    double one = calls / lives(owner, specs(calls), 1);
    lives(owner, specs(calls), THREADS);
    double eight = calls / lives(owner, specs(calls), THREADS);
    return String.format(
        Locale.ROOT,
        "{\"rows\":%d,\"sync\":%b,\"batch\":%d,\"batchSubmitsPerSecond\":%.0f,"
            + "\"singleSubmitsPerSecond\":%.0f,\"livesPerSecond\":%.0f,"
            + "\"livesPerSecondBy8Threads\":%.0f,\"queuedInPage\":%d,\"queuedPageMs\":%s,\"byIdMs\":%s,"
            + "\"lockedMs\":%s,\"viewBytesPerContainer\":%.0f}",
        rows,
        sync,
        batch,
        batched,
        single,
        one,
        eight,
        page,
        pair(queued),
        pair(byId),
        pair(locked),
        MemoryCommand.container(Math.min(rows, MOST_IN_VIEW)).bytes());
  }

  private static String pair(double[] times) {
    return String.format(Locale.ROOT, "{\"median\":%.3f,\"p99\":%.3f}", times[0], times[1]);
  }

  private static double seconds(Callable<Void> work) throws Exception {
    long began = System.nanoTime();
    work.call();
    return (System.nanoTime() - began) / NANOS_A_SECOND;
  }

  private Void submitBatches(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      store.submit(specs(batch));
    }
    return null;
  }

  private Void submitSingly(List<ContainerSpec> specs) throws Exception {
    for (ContainerSpec each : specs) {
      store.submit(List.of(each));
    }
    return null;
  }

  /** Milliseconds: the median, and the 99th percentile. */
  private double[] poll(Callable<?> question) throws Exception {
    long[] times = new long[calls];
    for (int tries = 0; tries < 2; tries++) {
      for (int i = 0; i < calls; i++) {
        long began = System.nanoTime();
        question.call();
        times[i] = System.nanoTime() - began;
      }
    }
    Arrays.sort(times);
    return new double[] {times[calls / 2] / NANOS_A_MILLI, times[calls * 99 / 100] / NANOS_A_MILLI};
  }

  /** Leads containers through their lives; how many seconds all of them take. */
  private double lives(Owner owner, List<ContainerSpec> specs, int threads) throws Exception {
    store.submit(specs);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      return seconds(
          () -> {
            List<Future<?>> all = new ArrayList<>();
            for (ContainerSpec each : specs) {
              all.add(workers.submit(() -> live(owner, each.id())));
            }
            for (Future<?> each : all) {
              each.get();
            }
            return null;
          });
    } finally {
      workers.shutdownNow();
    }
  }

  private Void live(Owner owner, ContainerId id) throws Exception {
    Attempt attempt = store.lock(owner, id).currentAttempt().orElseThrow();
    store.recordStart(owner, attempt, HOST);
    store.recordRunning(owner, attempt, HOST, BEGIN);
    store.recordResult(owner, attempt, HOST, RESULT);
    return null;
  }
}
