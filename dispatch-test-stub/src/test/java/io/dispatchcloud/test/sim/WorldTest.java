package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("In a simulated world")
class WorldTest {
  private static final Map<String, String> FIRST = Map.of("n", "1");
  private static final Map<String, String> SECOND = Map.of("n", "2");
  private static final Map<String, String> THIRD = Map.of("n", "3");

  @Test
  @DisplayName("nothing new goes wrong when all is well again")
  void healed() {
    List<String> later = new ArrayList<>();
    for (long seed = 1; seed <= 8; seed++) {
      boolean[] healed = {false};
      Simulation.builder()
          .seed(seed)
          .faults(FaultPlan.storm().with(Fault.LOCK_STUCK, 0.3))
          .containers(40)
          .events(
              line -> {
                healed[0] |= line.endsWith("all is well from now on");
                boolean wrong = line.contains(" fault ") || line.contains("operator says drain");
                if (healed[0] && (wrong || line.contains("operator says hold"))) {
                  later.add(line);
                }
              })
          .run();
    }

    assertThat(later).isEmpty();
  }

  @Test
  @DisplayName("tags show as they were at a time, late ones later")
  void tags() {
    TagHistory tags = new TagHistory(FIRST);
    tags.change(SECOND, 100, 100);
    tags.change(THIRD, 200, 300);

    assertThat(tags.at(99)).isEqualTo(FIRST);
    assertThat(tags.at(100)).isEqualTo(SECOND);
    assertThat(tags.at(299)).isEqualTo(SECOND);
    assertThat(tags.at(300)).isEqualTo(THIRD);
  }

  @Test
  @DisplayName("tags that show late do not undo later ones that showed at once")
  void overtaken() {
    TagHistory tags = new TagHistory(FIRST);
    tags.change(SECOND, 100, 500);
    tags.change(THIRD, 200, 200);

    assertThat(tags.at(600)).isEqualTo(THIRD);
  }

  @Test
  @DisplayName("a quota that ends does not end another one")
  void quotas() {
    World world = new World(Simulation.builder().build());
    world.cloud.limit(5, Duration.ofMinutes(1));
    world.cloud.limit(3, Duration.ofMinutes(10));
    world.cloud.limit(4, Duration.ofMinutes(2));
    List<Integer> quotas = new ArrayList<>();
    for (int minute : new int[] {0, 5, 11}) {
      world.time.after(Duration.ofMinutes(minute), () -> quotas.add(world.cloud.quota()));
    }

    while (quotas.size() < 3 && world.time.step()) {
      assertThat(world.judge.violation()).isNull();
    }

    assertThat(quotas).containsExactly(3, 3, Integer.MAX_VALUE);
  }
}
