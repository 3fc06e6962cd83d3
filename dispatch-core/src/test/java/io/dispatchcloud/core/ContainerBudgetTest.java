package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CONF budgetPerContainer")
class ContainerBudgetTest {
  private static final ContainerId A = new ContainerId("a");

  private VirtualDispatcher dispatcher(String budget) {
    return new VirtualDispatcher(
        1, VirtualDispatcher.defaults().set(Settings.BUDGET_PER_CONTAINER, new BigDecimal(budget)));
  }

  private static void runAndLose(VirtualDispatcher dispatcher) {
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    dispatcher.cloud.hosts.values().forEach(host -> host.destroyed = true);
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.QUEUED);
  }

  private static Optional<ContainerStatus> status(VirtualDispatcher dispatcher) {
    return dispatcher.snapshot().containers().stream()
        .filter(view -> view.container().id().equals(A))
        .map(ContainerView::status)
        .findFirst();
  }

  @Test
  @DisplayName(
      "SCH-11 a lost container that has cost that much waits, for the next dispatcher, too")
  void spent() {
    VirtualDispatcher dispatcher = dispatcher("0.001");
    dispatcher.submit("a", 1, 1, 9);
    dispatcher.start();
    runAndLose(dispatcher);
    BigDecimal cost = dispatcher.container("a").cost();
    // Half of a small one, for what it takes until it is known that it is gone.
    assertThat(cost).isBetween(new BigDecimal("0.001"), new BigDecimal("0.01"));
    dispatcher.submit("b", 1, 1, 1);
    dispatcher.await(() -> dispatcher.state("b") == ContainerState.COMPLETE);

    ContainerStatus spent = new ContainerStatus.BudgetSpent(cost, new BigDecimal("0.001"));
    assertThat(status(dispatcher)).contains(spent);
    assertThat(dispatcher.active().explain(A).orElseThrow().remedies()).hasSize(1);

    dispatcher.crashAndRestart();
    dispatcher.loop.advance(Duration.ofHours(2));
    assertThat(status(dispatcher)).contains(spent);
    assertThat(dispatcher.starts()).doesNotContain("a 2");
    assertThat(dispatcher.container("a").attempt()).as("never locked again").isEqualTo(1);
    assertThat(dispatcher.snapshot().workers()).as("instances kept for it").isEmpty();
  }

  @Test
  @DisplayName("SCH-11 one that has cost less is started again, and ends whatever it costs then")
  void notSpent() {
    VirtualDispatcher dispatcher = dispatcher("0.02");
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    runAndLose(dispatcher);
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofHours(5), 0);
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);

    assertThat(dispatcher.starts()).containsExactly("a 1", "a 2");
    assertThat(dispatcher.container("a").cost()).isGreaterThan(new BigDecimal("0.02"));
  }
}
