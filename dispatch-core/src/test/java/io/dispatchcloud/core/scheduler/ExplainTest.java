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
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.PlaceReason;
import io.dispatchcloud.core.PlaceReason.Cause;
import io.dispatchcloud.core.Shortage;
import io.dispatchcloud.core.Shortage.Resource;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.pool.RunView.Phase;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    return "%s %s %s: %s"
        .formatted(
            name,
            place.type(),
            place.reason().getClass().getSimpleName(),
            place.reason().sentence());
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
            "i-4 large NoWork: its behavior is hold",
            "i-1 small OtherType: ",
            "i-2 medium Chosen: containers: 0; ready",
            "i-3 large NoRoom: vCPUs: 1 left, needed 2",
            "i-5 large WouldDo: containers: 0; not ready yet");
  }

  @Test
  @DisplayName("SCH-2 what went before has taken its room when the turn comes")
  void inTurn() {
    scene.worker("i-1", SMALL, WorkerState.IDLE).locked("a", SMALL).locked("b", SMALL);
    scene.createSlots = 0;

    assertThat(places(explain("a"))).containsExactly("i-1 small Chosen: containers: 0; ready");
    assertThat(places(explain("b"))).containsExactly("i-1 small NoRoom: vCPUs: 0 left, needed 1");
    assertThat(explain("b").status()).isEqualTo(new ContainerStatus.WaitingForInstance("small"));
  }

  @Test
  @DisplayName("TYPE-4 every type with why it is not eligible, or can't be created now")
  void types() {
    scene.entry(queued("a", 2, 1).locked(SET, 1), MEDIUM, LARGE);
    Hindrance.AtCapacity full = atCapacity("medium");

    assertThat(explain("a").types())
        .containsExactly(
            new TypeVerdict(
                "small",
                BigDecimal.ONE,
                List.of(new Misfit.TooSmall(new Shortage(Resource.VCPUS, 2_000, 1_000))),
                null),
            new TypeVerdict("medium", new BigDecimal("2"), List.of(), full),
            new TypeVerdict("large", new BigDecimal("4"), List.of(), null));
    assertThat(explain("a").types())
        .extracting(TypeVerdict::detail)
        .containsExactly("has 1 vCPUs, needed are 2", "the provider has no room for it now", "");
  }

  private Hindrance.AtCapacity atCapacity(String type) {
    Hindrance.AtCapacity full = new Hindrance.AtCapacity(Scene.T0.plusSeconds(60));
    scene.atCapacity.add(type);
    scene.outlook = Outlook.of(Map.of(type, full));
    return full;
  }

  @Test
  @DisplayName("SCH-11 what would make it run: of the provider, of the settings, of the operator")
  void remedies() {
    scene
        .worker("i-9", MEDIUM, WorkerState.IDLE, IdleBehavior.HOLD, true)
        .worker("i-8", SMALL, WorkerState.IDLE, IdleBehavior.HOLD, true)
        .entry(queued("a", 2, 1).locked(SET, 1), MEDIUM);
    atCapacity("medium");

    assertThat(explain("a").status())
        .isEqualTo(new ContainerStatus.AtCapacity(1, List.of("medium")));
    assertThat(explain("a").remedies())
        .hasSize(2)
        .satisfies(
            all ->
                assertThat(all.get(0))
                    .isEqualTo(
                        "the provider has to have room for medium again; tried again at"
                            + " 2026-01-01T00:01:00Z"),
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
  @DisplayName(
      "ROOM-1 ROOM-3 of instances that can't take it: full, unknown, idle, and all lacking")
  void placesInFigures() {
    scene.containersMax = 2;
    scene
        .worker("i-1", LARGE, WorkerState.RUNNING)
        .running("r1", 1, "i-1", LARGE)
        .running("r2", 1, "i-1", LARGE)
        .worker("i-2", LARGE, WorkerState.RUNNING)
        .run("ghost", 1, "i-2", Phase.ALIVE)
        .worker("i-3", LARGE, WorkerState.RUNNING)
        .running("r3", 4, "i-3", LARGE)
        .worker("i-4", LARGE, WorkerState.IDLE, IdleBehavior.DRAIN, true)
        .worker("i-5", LARGE, WorkerState.IDLE, IdleBehavior.RUN, false)
        .worker("i-6", LARGE, WorkerState.SHUTDOWN, IdleBehavior.HOLD, true)
        .entry(Scene.scratchy("a", 500).locked(SET, 1), LARGE);

    assertThat(explain("a").places())
        .extracting(PlaceVerdict::reason)
        .containsExactly(
            new PlaceReason.NoWork(Cause.DRAINED),
            new PlaceReason.NoWork(Cause.UNHEALTHY),
            new PlaceReason.NoWork(Cause.SHUTTING_DOWN),
            new PlaceReason.Full(2, 2),
            new PlaceReason.UnknownNeeds(),
            new PlaceReason.NoRoom(
                List.of(
                    new Shortage(Resource.VCPUS, 1_000, 0),
                    new Shortage(Resource.SCRATCH, 500, 400))));
    assertThat(explain("a").places())
        .extracting(place -> place.reason().sentence())
        .containsExactly(
            "its behavior is drain",
            "it is not healthy",
            "it is being shut down",
            "containers: 2 of at most 2",
            "what runs there is not known, so nothing is left",
            "vCPUs: 0 left, needed 1; scratch space: 400 B left, needed 500 B");
  }

  @Test
  @DisplayName("POOL-6 creates that those before it take are not left for it: so many, and no more")
  void slots() {
    scene.outlook = new Outlook(new TreeMap<>(), 3, 2, true, null, false, null, null);
    scene.createSlots = 2;
    scene.instancesLeft = 3;
    scene.locked("a", SMALL).locked("b", SMALL).locked("c", SMALL);

    assertThat(explain("a").hindrances()).isEmpty();
    assertThat(explain("c").hindrances()).containsExactly(new Hindrance.CreateSlots(2));
    assertThat(explain("c").remedies())
        .containsExactly(
            "an instance of small has to be made and to boot: one of the 2 creates before it has to"
                + " return, or maxConcurrentInstanceCreateOps to be raised");
  }

  @Test
  @DisplayName("POOL-8 instances that those before it take count against maxInstances")
  void maxInstances() {
    scene.outlook = new Outlook(new TreeMap<>(), 2, 0, true, null, false, null, null);
    scene.instancesLeft = 1;
    scene.worker("i-1", LARGE, WorkerState.IDLE, IdleBehavior.HOLD, true);
    scene.locked("a", SMALL).locked("b", SMALL, LARGE);

    assertThat(explain("b").status()).isEqualTo(new ContainerStatus.AccountLimit(1));
    assertThat(explain("b").hindrances()).containsExactly(new Hindrance.MaxInstances(2));
    assertThat(explain("b").remedies())
        .containsExactly(
            "an instance has to go, or maxInstances (2) to be raised",
            "or an instance that is held may be set to run again: i-1");
  }

  @Test
  @DisplayName("SCH-9 the limit on instances, and whether it was guessed")
  void instanceLimit() {
    scene.limits = new Limits(0, 1, 0, true);
    scene.locked("a", SMALL).locked("b", SMALL);

    assertThat(explain("b").status()).isEqualTo(new ContainerStatus.DispatcherLimit(1));
    assertThat(explain("b").hindrances()).containsExactly(new Hindrance.InstanceLimit(1, true));
  }

  @Test
  @DisplayName("SCH-9 the limit on containers")
  void containerLimit() {
    scene.limits = new Limits(1, 0, 0);
    scene.worker("i-1", LARGE, WorkerState.IDLE).locked("a", LARGE).locked("b", LARGE);

    assertThat(explain("b").status()).isEqualTo(new ContainerStatus.DispatcherLimit(1));
    assertThat(explain("b").hindrances()).containsExactly(new Hindrance.ContainerLimit(1));
    assertThat(explain("b").places()).as("a place would do, but nothing more may run").hasSize(1);
  }

  @Test
  @DisplayName("SCH-11 what those before it take of the budget is not left for it")
  void budget() {
    scene.budget = new BigDecimal("3");
    scene.locked("a", MEDIUM).entry(queued("b", 2, 1).locked(SET, 1), MEDIUM);

    assertThat(explain("b").status()).isEqualTo(new ContainerStatus.BudgetReached(1));
    assertThat(explain("b").types())
        .extracting(TypeVerdict::hindrance)
        .containsExactly(
            null,
            new Hindrance.OverBudget(new BigDecimal("2"), BigDecimal.ONE, new BigDecimal("3")),
            new Hindrance.OverBudget(new BigDecimal("4"), BigDecimal.ONE, new BigDecimal("3")));
  }

  @Test
  @DisplayName("SCH-11 one that boots already needs no other to be made")
  void boots() {
    scene.worker("i-1", SMALL, WorkerState.BOOTING).locked("a", SMALL);
    scene.createSlots = 0;

    assertThat(explain("a").status()).isEqualTo(new ContainerStatus.WaitingForInstance("small"));
    assertThat(explain("a").remedies()).containsExactly("i-1 has to boot");
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
