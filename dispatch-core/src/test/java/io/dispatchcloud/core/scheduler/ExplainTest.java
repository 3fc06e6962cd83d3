package io.dispatchcloud.core.scheduler;

import static io.dispatchcloud.core.scheduler.Scene.LARGE;
import static io.dispatchcloud.core.scheduler.Scene.MEDIUM;
import static io.dispatchcloud.core.scheduler.Scene.SET;
import static io.dispatchcloud.core.scheduler.Scene.SMALL;
import static io.dispatchcloud.core.scheduler.Scene.queued;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SCH-11 why a container is where it is")
class ExplainTest {
  private final Scene scene = new Scene();

  private Explanation explain(String id) {
    return scene.mapper().explain(scene.snapshot(), new ContainerId(id)).orElseThrow();
  }

  private static List<String> places(Explanation explanation) {
    return explanation.places().stream().map(ExplainTest::line).toList();
  }

  private static String line(PlaceVerdict place) {
    String name = place.instance() == null ? "new" : place.instance().value();
    return "%s %s %s: %s".formatted(name, place.type(), place.verdict(), place.detail());
  }

  @Test
  @DisplayName("SCH-4 every instance with what it is to the container, and the figures")
  void places() {
    scene
        .worker("i-1", SMALL, WorkerState.IDLE)
        .worker("i-2", MEDIUM, WorkerState.IDLE)
        .worker("i-3", LARGE, WorkerState.RUNNING)
        .worker("i-4", LARGE, WorkerState.IDLE, IdleBehavior.HOLD, true)
        .worker("i-5", LARGE, WorkerState.BOOTING)
        .running("r", 3, "i-3", LARGE)
        .entry(queued("a", 2, 1).locked(SET, 1), MEDIUM, LARGE);

    Explanation explanation = explain("a");

    assertThat(explanation.status()).isEqualTo(new ContainerStatus.Preparing());
    assertThat(explanation.turn()).isEqualTo(2);
    assertThat(places(explanation))
        .containsExactly(
            "i-4 large NO_WORK: its behavior is hold",
            "i-1 small OTHER_TYPE: ",
            "i-2 medium CHOSEN: containers: 0; ready",
            "i-3 large NO_ROOM: vCPUs: 1 left, needed 2",
            "i-5 large WOULD_DO: containers: 0; not ready yet");
  }

  @Test
  @DisplayName("SCH-2 what went before has taken its room when the turn comes")
  void inTurn() {
    scene.worker("i-1", SMALL, WorkerState.IDLE).locked("a", SMALL).locked("b", SMALL);
    scene.createSlots = 0;

    assertThat(places(explain("a"))).containsExactly("i-1 small CHOSEN: containers: 0; ready");
    assertThat(places(explain("b"))).containsExactly("i-1 small NO_ROOM: vCPUs: 0 left, needed 1");
    assertThat(explain("b").status()).isEqualTo(new ContainerStatus.WaitingForInstance("small"));
  }

  @Test
  @DisplayName("TYPE-4 every type with why it is not eligible, or can't be created now")
  void types() {
    scene.entry(queued("a", 2, 1).locked(SET, 1), MEDIUM, LARGE);
    scene.atCapacity.add("medium");

    assertThat(explain("a").types())
        .containsExactly(
            new TypeVerdict("small", false, "has 1 vCPUs, needed are 2", null),
            new TypeVerdict("medium", true, "the provider has no room for it now", null),
            new TypeVerdict("large", true, "", null));
  }

  @Test
  @DisplayName("SCH-11 what would make it run: of the provider, of the settings, of the operator")
  void remedies() {
    scene
        .worker("i-9", MEDIUM, WorkerState.IDLE, IdleBehavior.HOLD, true)
        .worker("i-8", SMALL, WorkerState.IDLE, IdleBehavior.HOLD, true)
        .entry(queued("a", 2, 1).locked(SET, 1), MEDIUM);
    scene.atCapacity.add("medium");

    assertThat(explain("a").status())
        .isEqualTo(new ContainerStatus.AtCapacity(1, List.of("medium")));
    assertThat(explain("a").remedies())
        .hasSize(2)
        .satisfies(
            all -> assertThat(all.get(0)).startsWith("the provider has to have room for medium"),
            all ->
                assertThat(all.get(1))
                    .isEqualTo("or an instance that is held may be set to run again: i-9"));
  }

  @Test
  @DisplayName("SCH-11 what has cost as much as it may: the figures, and what would make it run")
  void budgetSpent() {
    scene.budgetPerContainer = new BigDecimal("10");
    scene
        .worker("i-1", SMALL, WorkerState.IDLE)
        .entry(
            queued("a", 1, 1).locked(SET, 1).requeued("").withCost(new BigDecimal("12.3")), SMALL);

    assertThat(explain("a").status())
        .isEqualTo(new ContainerStatus.BudgetSpent(new BigDecimal("12.3"), BigDecimal.TEN));
    assertThat(explain("a").remedies())
        .containsExactly(
            "budgetPerContainer has to be raised; or cancel it, for it waits until then");
  }

  @Test
  @DisplayName("SCH-11 what runs needs nothing")
  void noRemedies() {
    scene.worker("i-3", LARGE, WorkerState.RUNNING).running("r", 3, "i-3", LARGE);

    assertThat(explain("r").remedies()).isEmpty();
  }

  @Test
  @DisplayName("SCH-12 to ask changes nothing, and what is not in the queue is not explained")
  void changesNothing() {
    scene.worker("i-1", SMALL, WorkerState.IDLE).locked("a", SMALL).queued("b", SMALL);
    Plan before = scene.plan();

    assertThat(scene.mapper().explain(scene.snapshot(), new ContainerId("c"))).isEmpty();
    assertThat(explain("a").status()).isEqualTo(before.statuses().get(new ContainerId("a")));

    assertThat(ReferenceMapper.Result.of(scene.plan()))
        .isEqualTo(ReferenceMapper.Result.of(before));
  }
}
