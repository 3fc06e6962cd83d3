package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Shortage.Resource;
import io.dispatchcloud.core.scheduler.PublishedScene;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SCH-11 what was considered when a container had to wait is kept with the decision")
class ConsideredTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final DecisionHistory history = new DecisionHistory();

  private void look(long second, PublishedScene scene) {
    history.look(
        new DispatcherSnapshot(
            at(second),
            DispatcherState.ACTIVE,
            List.of(),
            new ContainerViews(scene.circumstances()),
            DispatcherLimits.NONE,
            BigDecimal.ZERO));
  }

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }

  private List<Decision> of(String id) {
    return history.of(new ContainerId(id));
  }

  @Test
  @DisplayName("types with why not, what held creates back, and the instances, as things were then")
  void asThingsWere() {
    look(
        1,
        new PublishedScene()
            .busy("i-1", 4)
            .busy("i-2", 3)
            .busy("i-3", 2)
            .waiting(1, 3)
            .atCapacity(at(60)));
    look(9, new PublishedScene().waiting(1, 3).atQuota(at(600)));

    Decision first = of("c0").get(0);
    assertThat(first.status()).isEqualTo(new ContainerStatus.AtCapacity(1, List.of("large")));
    assertThat(first.turn()).isEqualTo(4);
    Hindrance full = new Hindrance.AtCapacity(at(60));
    assertThat(first.types())
        .containsExactly(
            new TypeVerdict("small", new BigDecimal("1"), List.of(tooSmall(1_000)), full),
            new TypeVerdict("medium", new BigDecimal("2"), List.of(tooSmall(2_000)), full),
            new TypeVerdict("large", new BigDecimal("4"), List.of(), full));
    assertThat(first.places())
        .isEqualTo(
            new PlaceTally(
                0,
                3,
                0,
                0,
                0,
                List.of(tooFull("i-3", 2_000), tooFull("i-2", 1_000), tooFull("i-1", 0))));

    Decision second = of("c0").get(1);
    assertThat(second.status()).isEqualTo(new ContainerStatus.AccountLimit(1));
    assertThat(second.types()).extracting(TypeVerdict::hindrance).containsOnlyNulls();
    assertThat(second.hindrances()).containsExactly(new Hindrance.Quota(at(600)));
    assertThat(second.places()).isEqualTo(new PlaceTally(0, 0, 0, 0, 0, List.of()));
  }

  private static Misfit tooSmall(long there) {
    return new Misfit.TooSmall(new Shortage(Resource.VCPUS, 3_000, there));
  }

  private static PlaceVerdict tooFull(String instance, long left) {
    return new PlaceVerdict(
        new InstanceId(instance),
        "large",
        new PlaceReason.NoRoom(List.of(new Shortage(Resource.VCPUS, 3_000, left))));
  }

  @Test
  @DisplayName("of what runs nothing is kept but that it does")
  void notOfWhatRuns() {
    look(1, new PublishedScene().busy("i-1", 4));
    assertThat(of("r-i-1"))
        .containsExactly(new Decision(at(1), 1, new ContainerStatus.Running("i-1")));
    assertThat(history.considered()).isZero();
  }

  @Test
  @DisplayName("of 100,000 that wait it is kept once for each kind, and nothing while they wait on")
  void onceForEachKind() {
    PublishedScene scene =
        new PublishedScene()
            .busy("i-1", 4)
            .waiting(50_000, 1)
            .waiting(30_000, 2)
            .waiting(20_000, 3)
            .atQuota(at(60));
    look(1, scene);
    assertThat(history.considered()).isEqualTo(3);
    look(2, scene.atQuota(at(120)));
    assertThat(history.considered()).isEqualTo(3);

    assertThat(of("c99999")).hasSize(1);
    assertThat(of("c99999").get(0).types()).hasSize(3);
    assertThat(of("c99999").get(0).hindrances()).containsExactly(new Hindrance.Quota(at(60)));
    assertThat(of("c99999").get(0).places()).isSameAs(of("c80000").get(0).places());
  }

  @Test
  @DisplayName("newcomers share it with those before them while nothing else is to be had")
  void sharedInTime() {
    for (int i = 1; i <= 10; i++) {
      look(i, new PublishedScene().waiting(i, 1).atQuota(at(60)));
    }
    assertThat(of("c9").get(0).at()).isEqualTo(at(10));
    assertThat(history.considered()).isEqualTo(1);
    look(11, new PublishedScene().waiting(11, 1).atQuota(at(120)));
    assertThat(history.considered()).isEqualTo(2);
    assertThat(of("c9").get(0).hindrances()).containsExactly(new Hindrance.Quota(at(60)));
  }

  @Test
  @DisplayName("it is bounded: the oldest is forgotten, and the decision itself is not")
  void bounded() {
    look(0, new PublishedScene().waiting(1, 9));
    assertThat(of("c0").get(0).types()).hasSize(3);
    for (int i = 1; i <= Considerations.KEPT; i++) {
      PublishedScene next = new PublishedScene().waiting(1, 9).waiting(1, 1);
      look(i, i % 2 == 0 ? next.atQuota(at(i + 60)) : next.atCapacity(at(i + 60)));
    }
    assertThat(history.considered()).isEqualTo(Considerations.KEPT);
    assertThat(of("c0")).hasSize(1);
    assertThat(of("c0").get(0).status()).isInstanceOf(ContainerStatus.NothingFits.class);
    assertThat(of("c0").get(0).types()).isEmpty();
    assertThat(of("c1"))
        .hasSize(DecisionHistory.DECISIONS)
        .allMatch(each -> each.types().size() == 3);
  }

  @Test
  @DisplayName(
      "with very many kinds and instances a look is bounded: types are told, instances not")
  void boundedLook() {
    PublishedScene scene = new PublishedScene().atQuota(at(60));
    int instances = 400;
    IntStream.range(0, instances).forEach(i -> scene.busy("i-%03d".formatted(i), 4));
    int kinds = 300;
    IntStream.range(0, kinds).forEach(i -> scene.waitingWith(i + 1));
    look(1, scene);

    List<Decision> all = IntStream.range(0, kinds).mapToObj(i -> of("c" + i).get(0)).toList();
    assertThat(all).allMatch(each -> each.types().size() == 3);
    assertThat(all.stream().map(Decision::places).filter(Objects::nonNull))
        .hasSize(Considerations.PLACES_A_LOOK / (2 * instances))
        .allMatch(each -> each.noRoom() == instances && each.nearest().size() == 3);
  }
}
