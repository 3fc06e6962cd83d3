package io.dispatchcloud.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("LOOP the loop in virtual time")
class HandDrivenLoopTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final HandDrivenLoop loop = new HandDrivenLoop(T0, 1, Duration.ofMillis(200));
  private final List<String> log = new ArrayList<>();

  private static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  private Runnable note(String word) {
    return () -> log.add(word);
  }

  @Test
  @DisplayName("runs timers in the order of their time, those of one time as they were set")
  void order() {
    loop.after(seconds(2), note("2"));
    loop.after(seconds(1), note("1a"));
    loop.after(seconds(1), note("1b"));
    loop.execute(note("0"));

    loop.advance(seconds(5));

    assertThat(log).containsExactly("0", "1a", "1b", "2");
    assertThat(loop.instant()).isEqualTo(T0.plusSeconds(5));
  }

  @Test
  @DisplayName("shows each event its own time")
  void time() {
    loop.after(seconds(3), () -> log.add(loop.instant().toString()));

    loop.advance(seconds(5));

    assertThat(log).containsExactly("2026-01-01T00:00:03Z");
  }

  @Test
  @DisplayName("runs what is due at the very end of the time, and not what comes after")
  void bounds() {
    loop.after(seconds(5), note("at"));
    loop.after(seconds(5).plusNanos(1), note("after"));

    loop.advance(seconds(5));

    assertThat(log).containsExactly("at");
  }

  @Test
  @DisplayName("never runs anything within the call that asks for it")
  void neverWithin() {
    loop.execute(
        () -> {
          loop.execute(note("executed"));
          loop.after(seconds(-1), note("late already"));
          loop.offload("work", () -> 1, outcome -> log.add("outcome"));
          log.add("asked");
        });

    loop.advance(seconds(1));

    assertThat(log).startsWith("asked").contains("executed", "late already", "outcome");
    assertThat(log.indexOf("executed")).isLessThan(log.indexOf("late already"));
  }

  @Test
  @DisplayName("does not run what was cancelled; cancelling late or twice is no error")
  void cancel() {
    Timer early = loop.after(seconds(1), note("early"));
    Timer late = loop.after(seconds(2), note("late"));
    early.cancel();
    early.cancel();
    loop.advance(seconds(3));
    late.cancel();

    assertThat(log).containsExactly("late");
    assertThat(loop.step()).isFalse();
  }

  @Test
  @DisplayName("brings what offloaded work returned or threw back as an event")
  void offload() {
    List<Outcome<?>> outcomes = new ArrayList<>();
    IOException error = new IOException("no");
    loop.<Integer>offload("good", () -> 1, outcomes::add);
    loop.<Integer>offload(
        "bad",
        () -> {
          throw error;
        },
        outcomes::add);
    assertThat(outcomes).isEmpty();

    loop.advance(Duration.ofMillis(200));

    assertThat(outcomes).hasSize(2).contains(new Outcome.Success<>(1));
    assertThat(outcomes).contains(new Outcome.Failure<>(error));
  }

  @Test
  @DisplayName("runs until a condition is true, or its time is over, or nothing is left")
  void until() {
    loop.after(seconds(1), note("a"));
    loop.after(seconds(9), note("b"));

    assertThat(loop.runUntil(() -> log.contains("a"), seconds(5))).isTrue();
    assertThat(loop.instant()).isEqualTo(T0.plusSeconds(1));
    assertThat(loop.runUntil(() -> log.contains("b"), seconds(5))).isFalse();
    assertThat(loop.runUntil(() -> log.contains("b"), seconds(8))).isTrue();
    assertThat(loop.runUntil(() -> false, seconds(8))).isFalse();
  }

  private static List<String> run(long seed) {
    HandDrivenLoop loop = new HandDrivenLoop(T0, seed, Duration.ofMillis(200));
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "work " + i;
      loop.offload(
          name,
          () -> log.add(name + " at " + loop.instant()),
          outcome -> log.add(name + " back at " + loop.instant()));
    }
    loop.advance(seconds(1));
    log.add("drawn " + loop.random().nextLong());
    return log;
  }

  @Test
  @DisplayName("runs the same with the same seed, and otherwise with another")
  void deterministic() {
    assertThat(run(7)).isEqualTo(run(7)).hasSize(41);
    assertThat(run(7)).isNotEqualTo(run(8));
  }

  @Test
  @DisplayName("starts no thread")
  void noThread() {
    assertThatIllegalStateException().isThrownBy(() -> loop.threads().newThread(() -> {}));
  }

  @Test
  @DisplayName("QUEUE-7 a gate that is shut refuses work, as an outcome; events go on")
  void gate() {
    boolean[] open = {true};
    GatedLoop gated = new GatedLoop(loop, () -> open[0]);
    List<Outcome<Integer>> outcomes = new ArrayList<>();
    gated.offload("first", () -> 1, outcomes::add);
    open[0] = false;
    gated.offload("second", () -> 2, outcomes::add);
    gated.after(seconds(1), note("timer"));
    assertThat(outcomes).isEmpty();

    loop.advance(seconds(1));

    assertThat(outcomes).hasSize(2).contains(new Outcome.Success<>(1));
    assertThat(outcomes).filteredOn(Outcome.Failure.class::isInstance).hasSize(1);
    assertThat(log).containsExactly("timer");
  }
}
