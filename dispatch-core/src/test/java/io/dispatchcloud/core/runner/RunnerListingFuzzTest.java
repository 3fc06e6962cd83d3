package io.dispatchcloud.core.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.runner.RunnerListing.Entry;
import io.dispatchcloud.core.runner.RunnerListing.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class RunnerListingFuzzTest {
  @Property(tries = 10_000)
  @Label("RUN-3 no bytes at all break the parser")
  void anyBytes(@ForAll byte[] bytes) {
    String text = new String(bytes, UTF_8);

    assertSaysNothingNew(text, RunnerListing.parse(text));
  }

  @Property(tries = 10_000)
  @Label("RUN-3 of lines that are nearly good, it says nothing that they don't say")
  void nearlyGood(@ForAll("nearlyGoodAnswers") String text) {
    assertSaysNothingNew(text, RunnerListing.parse(text));
  }

  @Property(tries = 10_000)
  @Label("RUN-3 good lines are read exactly, in their order, whatever stands between them")
  void goodAmongNoise(@ForAll("lines") List<Line> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append(line.end()));

    RunnerListing listing = RunnerListing.parse(text.toString());

    List<Entry> good = new ArrayList<>();
    List<String> noise = new ArrayList<>();
    for (Line line : lines) {
      if (line.entry() == null) {
        noise.add(line.text());
      } else {
        good.add(line.entry());
      }
    }
    assertThat(listing.entries()).isEqualTo(good);
    assertThat(listing.mentioned()).isEqualTo(good.stream().map(Entry::attempt).toList());
    assertThat(listing.unknownLines()).isEqualTo(noise);
    assertThat(listing.broken()).isFalse();
    assertThat(listing.generation()).isEmpty();
    assertThat(listing.notice()).isEmpty();
  }

  @Property(tries = 10_000)
  @Label("RUN-3 a listing that was cut short has no generation, or lacks nothing else")
  void cutShort(
      @ForAll("goodEntries") List<Entry> entries,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(line(entry)).append('\n'));
    text.append("generation c1~1~started:123.45\n");

    RunnerListing cut = RunnerListing.parse(text.substring(0, (int) (share * text.length())));

    if (!cut.generation().isEmpty()) {
      assertThat(cut.entries()).isEqualTo(entries);
    }
  }

  /** Every claim is made by a line, which has its words in their order. */
  private static void assertSaysNothingNew(String text, RunnerListing listing) {
    List<List<String>> lines =
        text.lines().map(line -> List.of(line.strip().split(" ", -1))).toList();
    for (Entry entry : listing.entries()) {
      String state = entry.state().name().toLowerCase(Locale.ROOT);
      assertThat(lines)
          .anySatisfy(
              words -> {
                assertThat(words).hasSize(entry.state() == State.EXITED ? 4 : 3);
                assertSpeaksOf(entry.attempt(), words);
                assertThat(words.get(2)).isEqualTo(state);
                if (words.size() == 4) {
                  assertIs(entry.exitStatus(), words.get(3));
                }
              });
    }
    for (Attempt attempt : listing.mentioned()) {
      assertThat(lines).anySatisfy(words -> assertSpeaksOf(attempt, words));
    }
    assertThat(text.lines().toList()).containsAll(listing.unknownLines());
    assertThat(listing.mentioned())
        .containsAll(listing.entries().stream().map(Entry::attempt).toList());
    assertThat(text).contains(listing.generation());
    assertThat(listing.broken()).isEqualTo(lines.contains(List.of("broken")));
  }

  private static void assertSpeaksOf(Attempt attempt, List<String> words) {
    assertThat(words).hasSizeGreaterThan(1);
    assertThat(words.get(0)).isEqualTo(attempt.container().value());
    assertIs(attempt.number(), words.get(1));
  }

  private static void assertIs(long number, String word) {
    assertThat(word).matches("[0-9]+");
    assertThat(new BigInteger(word)).isEqualTo(number);
  }

  @Provide
  Arbitrary<String> nearlyGoodAnswers() {
    Arbitrary<String> words =
        Arbitraries.of(
            "c1",
            "c-2._x",
            "-c",
            ".",
            "1",
            "2",
            "0",
            "-1",
            "+1",
            "007",
            "\u0661",
            "9223372036854775807",
            "9223372036854775808",
            "alive",
            "stale",
            "exited",
            "lost",
            "asleep",
            "Alive",
            "137",
            "255",
            "256",
            "broken",
            "notice",
            "generation",
            "2026-01-02T03:04:05Z",
            "\0",
            "\u2028",
            "");
    Arbitrary<String> spaces = Arbitraries.of(" ", " ", " ", " ", " ", "  ", "\t", "\u00a0");
    Arbitrary<String> ends = Arbitraries.of("\n", "\n", "\r\n", "\r", "\n\n", "");
    return Combinators.combine(words, spaces, words, words, Arbitraries.of(2, 3, 3, 4), ends)
        .as(
            (first, space, second, last, count, end) ->
                switch (count) {
                      case 2 -> first + space + second;
                      case 3 -> first + space + second + space + last;
                      default -> first + space + second + space + "exited" + space + last;
                    }
                    + end)
        .list()
        .ofMaxSize(8)
        .map(lines -> String.join("", lines));
  }

  /** A line of an answer; without an entry it means nothing to us. */
  record Line(String text, Entry entry, String end) {}

  @Provide
  Arbitrary<List<Line>> lines() {
    Arbitrary<String> ends = Arbitraries.of("\n", "\r\n", "\n\n", "\n \t\n");
    Arbitrary<Line> good =
        Combinators.combine(entries(), ends).as((entry, end) -> new Line(line(entry), entry, end));
    // No container is named so, and no property of the instance.
    Arbitrary<String> noise =
        Arbitraries.strings().excludeChars('\n', '\r').ofMaxLength(40).map("#"::concat);
    Arbitrary<Line> bad =
        Combinators.combine(
                Arbitraries.oneOf(noise, Arbitraries.of("c1", "c1 1", "c1 0 alive", "notice soon")),
                ends)
            .as((text, end) -> new Line(text, null, end));
    return Arbitraries.oneOf(good, bad).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Entry>> goodEntries() {
    return entries().list().ofMaxSize(8);
  }

  private static Arbitrary<Entry> entries() {
    Arbitrary<String> ids =
        Arbitraries.oneOf(
            Arbitraries.of("broken", "notice", "generation", "alive", "1"),
            Combinators.combine(
                    Arbitraries.of("a", "Z", "0"),
                    Arbitraries.strings().withChars("azAZ09._-").ofMaxLength(127))
                .as(String::concat));
    return Combinators.combine(
            ids,
            Arbitraries.longs().greaterOrEqual(1),
            Arbitraries.of(State.class),
            Arbitraries.integers().between(0, 255))
        .as(
            (id, number, state, status) ->
                new Entry(
                    new Attempt(new ContainerId(id), number),
                    state,
                    state == State.EXITED ? status : 0));
  }

  private static String line(Entry entry) {
    return entry.attempt().container()
        + " "
        + entry.attempt().number()
        + " "
        + entry.state().name().toLowerCase(Locale.ROOT)
        + (entry.state() == State.EXITED ? " " + entry.exitStatus() : "");
  }
}
