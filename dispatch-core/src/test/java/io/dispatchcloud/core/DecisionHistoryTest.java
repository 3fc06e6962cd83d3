package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.loop.HandDrivenLoop;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How it came about that a container is where it is")
class DecisionHistoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final DecisionHistory history = new DecisionHistory();

  private static ContainerView view(String id, ContainerStatus status) {
    Container container =
        Container.queued(
            ContainerSpec.builder(id, Needs.of(1, 1), RunSpec.of("run")).build(), START);
    return new ContainerView(container, status, START);
  }

  private static DispatcherSnapshot snapshot(long second, ContainerView... views) {
    return new DispatcherSnapshot(
        START.plusSeconds(second),
        DispatcherState.ACTIVE,
        List.of(),
        List.of(views),
        DispatcherLimits.NONE,
        BigDecimal.ZERO);
  }

  private List<Decision> of(String id) {
    return history.of(new ContainerId(id));
  }

  @Test
  @DisplayName("decisions that differ are kept, with their times; another position is none")
  void keepsWhatDiffers() {
    history.look(snapshot(1, view("a", new ContainerStatus.AccountLimit(7))));
    history.look(snapshot(2, view("a", new ContainerStatus.AccountLimit(3))));
    history.look(
        snapshot(
            3,
            view("b", new ContainerStatus.Draining()),
            view("a", new ContainerStatus.AtCapacity(1, List.of("small")))));
    history.look(snapshot(4, view("a", new ContainerStatus.AtCapacity(9, List.of("small")))));
    history.look(snapshot(5, view("a", new ContainerStatus.AtCapacity(9, List.of("large")))));
    history.look(snapshot(6, view("a", new ContainerStatus.Preparing())));

    assertThat(of("a"))
        .containsExactly(
            new Decision(START.plusSeconds(1), 1, new ContainerStatus.AccountLimit(7)),
            new Decision(
                START.plusSeconds(3), 2, new ContainerStatus.AtCapacity(1, List.of("small"))),
            new Decision(
                START.plusSeconds(5), 1, new ContainerStatus.AtCapacity(9, List.of("large"))),
            new Decision(START.plusSeconds(6), 1, new ContainerStatus.Preparing()));
    assertThat(of("nobody")).isEmpty();
  }

  @Test
  @DisplayName("the last decisions are kept")
  void bounded() {
    for (int i = 0; i < 50; i++) {
      history.look(snapshot(i, view("a", new ContainerStatus.WaitingForInstance("type" + i))));
    }
    assertThat(of("a")).hasSize(DecisionHistory.DECISIONS);
    assertThat(of("a").get(DecisionHistory.DECISIONS - 1).status())
        .isEqualTo(new ContainerStatus.WaitingForInstance("type49"));
  }

  @Test
  @DisplayName("of containers that left the queue the last ones are kept")
  void boundedEnded() {
    for (int i = 0; i < DecisionHistory.ENDED + 10; i++) {
      history.look(snapshot(i, view("c" + i, new ContainerStatus.Preparing())));
    }
    assertThat(of("c0")).isEmpty();
    assertThat(of("c10")).hasSize(1);
    assertThat(of("c" + (DecisionHistory.ENDED + 9))).hasSize(1);
  }

  @Test
  @DisplayName("one that comes back keeps what was known of it")
  void comesBack() {
    history.look(snapshot(1, view("a", new ContainerStatus.Preparing())));
    history.look(snapshot(2));
    history.look(snapshot(3, view("a", new ContainerStatus.Draining())));
    assertThat(of("a")).hasSize(2);
  }

  @Test
  @DisplayName("it looks once a second at the most, and always at the newest in the end")
  void looksSeldom() {
    HandDrivenLoop loop = new HandDrivenLoop(START, 1, Duration.ofMillis(10));
    Historian historian = new Historian(history);
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      historian.published(
          loop, snapshot(i, view("a", new ContainerStatus.WaitingForInstance("type" + i))));
      loop.advance(Duration.ofMillis(100));
      lengths.add(of("a").size());
    }
    loop.advance(Duration.ofSeconds(2));

    assertThat(lengths.get(19)).isBetween(2, 3);
    assertThat(of("a").get(of("a").size() - 1).status())
        .isEqualTo(new ContainerStatus.WaitingForInstance("type19"));
  }
}
