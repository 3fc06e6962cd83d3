package io.dispatchcloud.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.pretend.PretendCloud;
import io.dispatchcloud.core.runner.RunnerClient;
import io.dispatchcloud.core.runner.RunnerProgram;
import io.dispatchcloud.core.runner.RunnerSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Workers")
class WorkersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstanceType TYPE =
      InstanceType.builder("small", 1, 1L << 30, BigDecimal.ONE).build();

  private final PretendCloud cloud = new PretendCloud(InstantSource.fixed(NOW));
  private final Workers workers = new Workers();

  private Worker worker() throws CloudException {
    Instance instance =
        cloud.create(new CreateRequest(TYPE, "", Map.of(), "", null, "token-" + cloud.createCalls));
    Executor executor = cloud.open(null, instance);
    RunnerSettings settings = new RunnerSettings("/run", "", List.of(), false);
    return new Worker(
        instance,
        TYPE,
        executor,
        new RunnerClient(executor, settings, RunnerProgram.load(), 1),
        WorkerState.IDLE,
        IdleBehavior.RUN,
        null,
        NOW,
        NOW);
  }

  private static Attempt attempt(String id, long number) {
    return new Attempt(new ContainerId(id), number);
  }

  private static Run add(Worker worker, Attempt attempt) {
    Run run = new Run(attempt, worker, Phase.ALIVE, NOW);
    worker.add(run);
    return run;
  }

  @Test
  @DisplayName("are told by id, in whatever order they came, and found by it")
  void byId() throws CloudException {
    Worker one = worker();
    Worker two = worker();
    Worker three = worker();
    workers.add(two);
    workers.add(three);
    workers.add(one);

    List<Worker> before = workers.all();
    assertThat(before).containsExactly(one, two, three);
    assertThat(workers.get(two.id)).isSameAs(two);
    assertThat(workers.has(new InstanceId("i-00002a"))).isFalse();

    workers.remove(two.id);
    workers.remove(two.id);
    assertThat(workers.get(two.id)).isNull();
    assertThat(workers.all()).containsExactly(one, three);
    assertThat(workers.size()).isEqualTo(2);
    assertThat(before).as("a list that somebody walks through").hasSize(3);
  }

  @Test
  @DisplayName("are there once each")
  void onceEach() throws CloudException {
    Worker worker = worker();
    workers.add(worker);

    assertThatThrownBy(() -> workers.add(worker))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(worker.id.value());
  }

  @Test
  @DisplayName("tell what runs there in the order of attempts, and what was let go aside")
  void runs() throws CloudException {
    Worker worker = worker();
    Run b = add(worker, attempt("b", 1));
    Run c = add(worker, attempt("c", 1));
    Run second = add(worker, attempt("a", 2));
    Run first = add(worker, attempt("a", 1));

    List<Run> before = worker.runs();
    assertThat(before).containsExactly(first, second, b, c);
    assertThat(worker.run(attempt("a", 2))).isSameAs(second);
    assertThat(worker.has(attempt("a", 3))).isFalse();

    worker.letGo(b);
    worker.remove(first);
    assertThat(worker.runs()).containsExactly(second, b, c);
    assertThat(worker.present()).containsExactly(second, c);
    assertThat(worker.run(attempt("b", 1))).isSameAs(b);
    assertThat(before).as("a list that somebody walks through").hasSize(4);

    worker.remove(second);
    worker.remove(c);
    assertThat(worker.hasWork()).isFalse();
    assertThat(worker.runs()).containsExactly(b);
  }
}
