package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.runner.RunnerListing.Entry;
import io.dispatchcloud.core.runner.RunnerListing.State;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerListingTest {
  @Test
  @DisplayName("RUN-3: each kind of line is understood")
  void everyLine() {
    RunnerListing listing =
        RunnerListing.parse(
            """
            c1 1 alive
            c2 22 stale
            c3 9223372036854775807 exited 137
            c3 9223372036854775807 stale
            c-4._x 1 lost
            broken
            notice 2026-01-02T03:04:05Z
            generation c1~1~started:123.45
            """);

    assertThat(listing.entries())
        .containsExactly(
            entry("c1", 1, State.ALIVE, 0),
            entry("c2", 22, State.STALE, 0),
            entry("c3", Long.MAX_VALUE, State.EXITED, 137),
            entry("c3", Long.MAX_VALUE, State.STALE, 0),
            entry("c-4._x", 1, State.LOST, 0));
    assertThat(listing.broken()).isTrue();
    assertThat(listing.notice()).contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(listing.generation()).isEqualTo("c1~1~started:123.45");
    assertThat(listing.unknownLines()).isEmpty();
  }

  @Test
  @DisplayName("RUN-3: an empty answer is an empty listing")
  void empty() {
    for (String text : List.of("", "\n", " \n\n")) {
      RunnerListing listing = RunnerListing.parse(text);

      assertThat(listing.entries()).isEmpty();
      assertThat(listing.unknownLines()).isEmpty();
      assertThat(listing.broken()).isFalse();
      assertThat(listing.generation()).isEmpty();
      assertThat(listing.notice()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c1",
        "c1 1",
        "c1 1 asleep",
        "c1 0 alive",
        "c1 -1 alive",
        "c1 x alive",
        "c1 +1 alive",
        "c1 \u0661 alive",
        "c1 99999999999999999999 alive",
        ".c 1 alive",
        "c1  1 alive",
        "c1 1 alive 0",
        "c1 1 exited",
        "c1 1 exited x",
        "c1 1 exited 256",
        "c1 1 exited -1",
        "c1 1 exited +1",
        "c1 1 exited 99999999999",
        "c1 1 exited 0 0",
        "notice soon",
        "generation",
        "Welcome to Linux!",
      })
  @DisplayName("RUN-3: any other line is kept as unknown, and the rest counts")
  void unknown(String line) {
    RunnerListing listing = RunnerListing.parse("a 1 alive\n" + line + "\r\nb 2 lost\n");

    assertThat(listing.unknownLines()).containsExactly(line);
    assertThat(listing.entries())
        .containsExactly(entry("a", 1, State.ALIVE, 0), entry("b", 2, State.LOST, 0));
  }

  @Test
  @DisplayName("RUN-3: a container named generation that was cut short is no generation")
  void cutShort() {
    assertThat(RunnerListing.parse("generation 12").generation()).isEmpty();
    assertThat(RunnerListing.parse("generation 12\n").generation()).isEqualTo("12");
  }

  @Test
  @DisplayName("RUN-3: no answer at all can break it")
  void anything() {
    Random random = new Random(1);
    String alphabet = "c1 2 alive exited stale lost broken notice generation \n\r\0~é😀-";
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(100); j > 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }

      assertThat(RunnerListing.parse(text.toString()).toString()).isNotNull();
    }
  }

  private static Entry entry(String id, long attempt, State state, int exitStatus) {
    return new Entry(new Attempt(new ContainerId(id), attempt), state, exitStatus);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c 1 exited -1",
        "c 1 exited 1000",
        "c 1 exited",
        "c 1 alive since-yesterday",
        "c 1 paused",
        "c 1 exited 0 in a hurry",
      })
  @DisplayName("RUN-3 whatever is said of an attempt, it is there: never taken for gone")
  void mentioned(String line) {
    RunnerListing listing = RunnerListing.parse(line + "\n");

    assertThat(listing.entries()).isEmpty();
    assertThat(listing.mentioned()).containsExactly(new Attempt(new ContainerId("c"), 1));
    assertThat(listing.unknownLines()).containsExactly(line);
  }
}
