package io.dispatchcloud.test.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.core.runner.RunnerClient;
import io.dispatchcloud.core.runner.RunnerClient.Start;
import io.dispatchcloud.core.runner.RunnerListing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pretended runner, asked by the dispatcher's own client")
class StubRunnerTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Attempt C1 = Bench.attempt("c", 1);
  private static final int TERM = 15;
  private static final int KILL = 9;

  private final Bench.HandClock clock = new Bench.HandClock();
  private final List<StubStart> starts = new ArrayList<>();
  private Bench bench;
  private Instance instance;
  private RunnerClient runner;

  private void begin(VmBehavior.Builder vm, StubPayload payload) throws Exception {
    begin(InstantSource.system(), vm, payload);
  }

  private void begin(InstantSource source, VmBehavior.Builder vm, StubPayload payload)
      throws Exception {
    VmBehavior built = vm.build();
    StubBehavior behavior =
        StubBehavior.builder()
            .vms(order -> built)
            .payloads(
                start -> {
                  starts.add(start);
                  return payload;
                })
            .build();
    bench = new Bench(behavior, source);
    instance = bench.create();
    runner = bench.runner(instance);
  }

  private void begin(VmBehavior.Builder vm, Duration runs) throws Exception {
    begin(vm, StubPayload.of(runs, 0));
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private List<String> list() throws Exception {
    return states(runner.list());
  }

  private static List<String> states(RunnerListing listing) {
    return listing.entries().stream()
        .map(entry -> entry.attempt() + " " + entry.state() + " " + entry.exitStatus())
        .toList();
  }

  private Start start(String id, long attempt) throws Exception {
    return runner.start(Bench.start(id, attempt)).start();
  }

  @Test
  @DisplayName("STUB-2 starts what it is told, and knows it by its attempt")
  void starts() throws Exception {
    begin(VmBehavior.builder(), LONG);

    assertThat(start("c", 1)).isEqualTo(Start.TAKEN);

    assertThat(list()).containsExactly("c#1 ALIVE 0");
    assertThat(bench.vm(instance).running()).containsExactly(C1);
    assertThat(starts).hasSize(1);
    assertThat(starts.get(0).command()).containsExactly("it's", "run");
    assertThat(starts.get(0).environment()).containsEntry("NAME", "value");
    assertThat(starts.get(0).labels()).containsEntry("label", "x");
    assertThat(starts.get(0)).hasToString("c#1 on " + instance.id());
  }

  @Test
  @DisplayName("STUB-2 keeps the result and the output until they are discarded")
  void results() throws Exception {
    begin(VmBehavior.builder(), new StubPayload(Duration.ZERO, 3, "out\u00e9\n", "err\n"));
    start("c", 1);

    RunResult result = runner.result(C1).orElseThrow();

    assertThat(list()).containsExactly("c#1 EXITED 3");
    assertThat(result.exitStatus()).isEqualTo(3);
    assertThat(result.stdout().text()).isEqualTo("out\u00e9\n");
    assertThat(result.stderr().text()).isEqualTo("err\n");
    runner.discard(C1);
    assertThat(list()).isEmpty();
    assertThat(runner.result(C1)).isEmpty();
    assertThat(start("c", 1)).as("again").isEqualTo(Start.REFUSED);
    assertThat(bench.driver.runs()).as("what did run").hasSize(1);
  }

  @Test
  @DisplayName("STUB-2 a waiting list answers as soon as something ends")
  void waits() throws Exception {
    begin(clock, VmBehavior.builder(), StubPayload.of(Duration.ofSeconds(3), 0));
    start("c", 1);
    RunnerListing before = runner.list();
    assertThat(states(before)).containsExactly("c#1 ALIVE 0");

    Future<RunnerListing> waiting = later(LONG, before);
    assertThat(waiting).isNotDone();
    clock.advance(Duration.ofSeconds(3));

    RunnerListing after = waiting.get();
    assertThat(states(after)).containsExactly("c#1 EXITED 0");
    assertThat(later(LONG, before).get().generation())
        .as("of what has changed already")
        .isEqualTo(after.generation());
    Future<RunnerListing> inVain = later(Duration.ofSeconds(1), after);
    // Again and again, as nothing tells when it has begun to wait.
    await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              return inVain.isDone();
            });
    assertThat(inVain.get().generation()).isEqualTo(after.generation());
  }

  private Future<RunnerListing> later(Duration atMost, RunnerListing last) {
    FutureTask<RunnerListing> waiting =
        new FutureTask<>(() -> runner.awaitChange(atMost, last.generation()));
    new Thread(waiting).start();
    return waiting;
  }

  @Test
  @DisplayName("STUB-2 a signal ends what runs; what is gone was never there")
  void kills() throws Exception {
    begin(VmBehavior.builder(), LONG);
    start("c", 1);

    assertThat(runner.kill(C1, 1)).as("HUP").isFalse();
    assertThat(runner.kill(C1, TERM)).isTrue();
    assertThat(list()).containsExactly("c#1 EXITED 143");
    assertThat(runner.kill(C1, TERM)).isTrue();
    assertThat(runner.kill(Bench.attempt("other", 1), TERM)).isTrue();
  }

  @Test
  @DisplayName("STUB-2 an attempt that was called off never starts")
  void tombstones() throws Exception {
    begin(VmBehavior.builder(), LONG);
    start("c", 1);

    assertThat(runner.cancelStart(C1)).isTrue();
    assertThat(runner.cancelStart(Bench.attempt("d", 4))).isFalse();
    assertThat(start("d", 4)).isEqualTo(Start.REFUSED);
    assertThat(start("d", 5)).isEqualTo(Start.TAKEN);
    assertThat(start("d", 6)).as("while the one before lives").isEqualTo(Start.REFUSED);
  }

  @Test
  @DisplayName("STUB-2 a lower fence than one that was seen is refused")
  void fences() throws Exception {
    begin(VmBehavior.builder(), LONG);
    RunnerClient newer = bench.runner(bench.connect(new Trusting(instance)), 2);
    newer.list();

    assertThat(start("c", 1)).isEqualTo(Start.REFUSED);
    assertThatThrownBy(runner::list).hasMessageContaining("6");
    assertThat(bench.driver.runs()).isEmpty();
  }

  @Test
  @DisplayName("STUB-2 the runner crashes before it ever reports that something runs")
  void crashesBefore() throws Exception {
    begin(VmBehavior.builder().crashRateBeforeRunning(1), LONG);

    assertThat(start("c", 1)).isEqualTo(Start.TAKEN);

    assertThat(list()).containsExactly("c#1 LOST 0");
    assertThat(bench.vm(instance).running()).isEmpty();
    assertThat(runner.result(C1)).isEmpty();
  }

  @Test
  @DisplayName("STUB-2 the runner crashes while something runs, and takes it along")
  void crashesWhile() throws Exception {
    begin(clock, VmBehavior.builder().crashRateWhileRunning(1), StubPayload.of(LONG, 0));
    start("c", 1);
    assertThat(list()).containsExactly("c#1 ALIVE 0");

    clock.advance(LONG);

    assertThat(list()).containsExactly("c#1 LOST 0");
    assertThat(bench.vm(instance).running()).isEmpty();
  }

  @Test
  @DisplayName("STUB-2 the runner crashes, and what runs keeps its lock until KILL")
  void stuckLock() throws Exception {
    begin(VmBehavior.builder().crashRateBeforeRunning(1).stuckLockRate(1), LONG);
    start("c", 1);

    assertThat(list()).containsExactly("c#1 STALE 0");
    assertThat(bench.vm(instance).running()).as("it does run").containsExactly(C1);
    assertThat(runner.kill(C1, TERM)).isFalse();
    assertThatThrownBy(() -> runner.discard(C1)).hasMessageContaining("3");
    assertThat(runner.kill(C1, KILL)).isTrue();
    assertThat(list()).containsExactly("c#1 LOST 0");
    assertThat(bench.vm(instance).running()).isEmpty();
  }

  @Test
  @DisplayName("STUB-2 a lock is stuck for ever, beside the result of what ended well")
  void stuckForever() throws Exception {
    begin(VmBehavior.builder().stuckLockRate(1).stuckForever(true), Duration.ZERO);
    start("c", 1);

    assertThat(runner.kill(C1, KILL)).isFalse();
    assertThat(list()).containsExactly("c#1 EXITED 0", "c#1 STALE 0");
    assertThat(runner.result(C1)).isPresent();
  }

  @Test
  @DisplayName("STUB-2 a start takes its time, and begins what it starts at the end of that")
  void detachDelay() throws Exception {
    begin(VmBehavior.builder().detachDelay(Duration.ofMillis(300)), LONG);

    start("c", 1);

    StubRun run = bench.driver.runs().get(0);
    assertThat(Duration.between(bench.vm(instance).createdAt(), run.startedAt()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    assertThat(list()).containsExactly("c#1 ALIVE 0");
  }

  @Test
  @DisplayName("STUB-2 a runner lingers when its container has ended")
  void exitLag() throws Exception {
    begin(VmBehavior.builder().exitLag(LONG), Duration.ZERO);
    start("c", 1);

    assertThat(bench.vm(instance).running()).isEmpty();
    assertThat(list()).containsExactly("c#1 ALIVE 0");
    assertThat(runner.result(C1)).isEmpty();
  }
}
