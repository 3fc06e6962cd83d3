package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("Notices that an instance is taken away")
class NoticesTest {
  private static final InstanceId HERE = new InstanceId("i-1");
  private static final InstanceId THERE = new InstanceId("i-2");
  private static final Attempt FIRST = new Attempt(new ContainerId("a"), 1);
  private static final int TERMINATED = 143;

  private final NotedBench bench = new NotedBench();
  private final NoticesHeeded checker = new NoticesHeeded(bench);

  private record Someone(String name, long local, long mayActUntil) implements Caller {}

  private static Caller someone(String name) {
    return new Someone(name, 0, 0);
  }

  private static Container running() {
    return Container.queued(
            ContainerSpec.builder("a", Needs.of(1, 1), RunSpec.of("run")).build(), Timeline.START)
        .locked(new InstanceSetId("simulated"), 1)
        .assigned(HERE)
        .running(Timeline.START);
  }

  private static Container complete(int status) {
    return running()
        .completed(
            new RunResult(
                status, Timeline.START, Timeline.START, OutputTail.EMPTY, OutputTail.EMPTY));
  }

  @Test
  @DisplayName("POOL-15 a start there that begins when its dispatcher knows")
  void startAfterNotice() {
    checker.takenAway(HERE);
    checker.begins(someone("d1"), "start a#1 on i-1");
    checker.noticed(someone("d1"), HERE);
    checker.begins(someone("d1"), "start a#1 on i-2");
    checker.begins(someone("d1"), "probe i-1");
    checker.begins(someone("d2"), "start a#1 on i-1");
    assertThat(bench.broken).isEmpty();

    checker.begins(someone("d1"), "start a#2 on i-1");
    assertThat(bench.broken).containsExactly("POOL-15");
  }

  @Test
  @DisplayName("CTR-7 what was told to end there, and is recorded as failed")
  void recordedAsFailed() {
    checker.takenAway(HERE);
    checker.ended(FIRST, HERE, TERMINATED);
    checker.changed(running(), "d1");
    checker.changed(running().requeued("lost"), "d1");
    checker.changed(complete(TERMINATED), "d1");
    assertThat(bench.broken).as("it was queued again before").isEmpty();

    checker.ended(FIRST, HERE, TERMINATED);
    checker.changed(complete(TERMINATED), "d1");
    assertThat(bench.broken).containsExactly("CTR-7");
  }

  @Test
  @DisplayName("CTR-7 what ended by itself there, or was told to end elsewhere, has its result")
  void otherEnds() {
    checker.takenAway(HERE);
    checker.ended(FIRST, HERE, 0);
    checker.changed(complete(0), "d1");
    checker.ended(FIRST, THERE, TERMINATED);
    checker.changed(complete(TERMINATED), "d1");

    assertThat(bench.broken).isEmpty();
  }

  /** How many hosts heard that they are taken away, and how many are. */
  private static void run(Wrapper<io.dispatchcloud.api.cloud.Driver> driver, int[] counts) {
    AtomicInteger heard = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    SimulationResult result =
        Simulation.builder()
            .seed(11)
            .faults(FaultPlan.none().with(Fault.SPOT_RECLAIM, 30))
            .containers(40)
            .driver(driver)
            .events(
                line -> {
                  heard.addAndGet(line.contains("hears that it is taken away") ? 1 : 0);
                  taken.addAndGet(line.contains("fault spot-reclaim") ? 1 : 0);
                })
            .run();
    assertThat(result.violation()).as(result.report()).isEmpty();
    counts[0] = heard.get();
    counts[1] = taken.get();
  }

  @Test
  @DisplayName("RUN-3 only hosts that were told to ask for them hear any")
  void onlyWhoAsks() {
    int[] asking = new int[2];
    int[] others = new int[2];
    run((simulated, clock) -> simulated, asking);
    // Its profile names no command that asks for notices.
    run((simulated, clock) -> new ListeningDriver(simulated, new HashSet<>()), others);

    assertThat(asking[1]).isPositive();
    assertThat(asking[0]).isPositive();
    assertThat(others[1]).isPositive();
    assertThat(others[0]).isZero();
  }
}
