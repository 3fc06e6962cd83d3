package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("POOL-20 an instance where a result waits is busy")
class ResultsWaitTest {
  private static final InstanceId HERE = new InstanceId("i-1");
  private static final Attempt FIRST = new Attempt(new ContainerId("a"), 1);
  private static final Attempt SECOND = new Attempt(new ContainerId("a"), 2);

  private final NotedBench bench = new NotedBench();
  private final BusyKept checker = new BusyKept(bench, Duration.ofMinutes(8));

  private static Container locked(long attempt) {
    ContainerSpec spec =
        ContainerSpec.builder("a", Needs.of(1, 1L << 30), RunSpec.of("run")).priority(1).build();
    return Container.queued(spec, Timeline.START).locked(new InstanceSetId("simulated"), attempt);
  }

  private void exits(Attempt attempt) {
    checker.changed(locked(attempt.number()), "d1");
    checker.started(attempt, HERE);
    checker.ended(attempt, HERE, 0);
  }

  private void destroy() {
    checker.touched(HERE, true, "d1", true, Duration.ZERO);
  }

  @Test
  @DisplayName("while nobody has collected it")
  void uncollected() {
    exits(FIRST);
    destroy();
    assertThat(bench.broken).containsExactly("POOL-20");
  }

  @Test
  @DisplayName("but not once it was discarded")
  void discarded() {
    exits(FIRST);
    checker.discarded(FIRST, HERE, true);
    destroy();
    assertThat(bench.broken).isEmpty();
  }

  @Test
  @DisplayName("nor after a day")
  void old() {
    exits(FIRST);
    bench.now = Duration.ofHours(24).toNanos();
    destroy();
    assertThat(bench.broken).isEmpty();
  }

  @Test
  @DisplayName("nor if the process left no result")
  void lost() {
    checker.changed(locked(1), "d1");
    checker.started(FIRST, HERE);
    checker.ended(FIRST, HERE, null);
    destroy();
    assertThat(bench.broken).isEmpty();
  }

  @Test
  @DisplayName("nor if its instance is taken away and it is queued again; but a success counts")
  void takenAway() {
    checker.takenAway(HERE);
    checker.changed(locked(1), "d1");
    checker.started(FIRST, HERE);
    checker.ended(FIRST, HERE, 143);
    checker.changed(locked(1).requeued("its instance is being taken away"), "d1");
    destroy();
    assertThat(bench.broken).isEmpty();

    exits(SECOND);
    checker.changed(locked(2).requeued("though it did what it should"), "d1");
    checker.touched(HERE, true, "d2", true, Duration.ZERO);
    assertThat(bench.broken).containsExactly("POOL-20");
  }

  @Test
  @DisplayName("nor while it is on hold; but an attempt after the hold counts again")
  void held() {
    exits(FIRST);
    checker.changed(locked(1).withPriority(0), "user");
    destroy();
    assertThat(bench.broken).isEmpty();

    exits(SECOND);
    checker.touched(HERE, true, "d2", true, Duration.ZERO);
    assertThat(bench.broken).containsExactly("POOL-20");
  }
}
