package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JSON on stdin becomes. */
class RunnerProgramConfigurationTest extends RunnerProgramFixture {
  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "-n",
          "--",
          "--help",
          "'",
          "''",
          "it's",
          "\"",
          "a\\",
          "\\n",
          "\\'",
          "$(touch owned)",
          "`touch owned`",
          "${HOME}",
          "$0",
          "; touch owned",
          "a\nb\n\n",
          "\r\n\t\b\f\u0001\u001b\u007f",
          "*",
          "~",
          "%s%d%%",
          "a=b",
          "#",
          "é ü ß",
          "日本語",
          "😀",
          "\uffff",
          "x".repeat(5000),
          "'".repeat(700),
          "\n".repeat(1030));

  @Test
  @DisplayName("RUN-2: hostile strings reach the payload's arguments exactly")
  void argumentsArriveExactly() {
    RunnerMachine.Answer answer =
        machine.start(
            "c1",
            RunnerMachine.shell(
                1, "for word; do printf '%s\\0' \"$word\"; done", HOSTILE.toArray(String[]::new)));

    assertThat(answer.stderr()).isEmpty();
    machine.awaitList("c1 1 exited 0");
    assertThat(stdout("c1")).isEqualTo(HOSTILE.stream().map(w -> w + "\0").collect(joined()));
    assertThat(machine.attempt("c1", 1).resolve("work").toFile().list()).isEmpty();
  }

  @Test
  @DisplayName(
      "RUN-2: hostile strings reach the payload's environment exactly, and nothing else does")
  void environmentArrivesExactly() {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < HOSTILE.size(); i++) {
      given.put("V" + i, HOSTILE.get(i));
    }
    // Names that the runner itself, or a shell, has a use for.
    for (String name :
        List.of(
            "id",
            "attempt",
            "state",
            "directory",
            "pid",
            "IFS",
            "ENV",
            "PS4",
            "LC_ALL",
            "OLDPWD",
            "CDPATH",
            "LD_LIBRARY_PATH",
            "engine",
            "_1")) {
      given.put(name, "value of " + name);
    }

    machine.start("c1", RunnerMachine.configuration(1, List.of("env", "-0"), given));

    machine.awaitList("c1 1 exited 0");
    Map<String, String> expected = new TreeMap<>(given);
    expected.put("DISPATCH_CONTAINER", "c1");
    expected.put("DISPATCH_ATTEMPT", "1");
    expected.put("HOME", machine.attempt("c1", 1).resolve("work").toString());
    Map<String, String> seen = variables(stdout("c1"));
    assertThat(seen.remove("PATH")).contains("/bin");
    // Some shells tell their children where they are; it is true.
    seen.remove("PWD", expected.get("HOME"));
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  @DisplayName("RUN-2: HOME and PATH are the container's to set, what names it is not")
  void homeAndPathCanBeSet() {
    Map<String, String> given =
        Map.of("HOME", "/h", "PATH", "/usr/bin:/bin", "DISPATCH_CONTAINER", "x");

    machine.start("c1", RunnerMachine.configuration(1, List.of("env", "-0"), given));

    machine.awaitList("c1 1 exited 0");
    assertThat(variables(stdout("c1")))
        .containsEntry("HOME", "/h")
        .containsEntry("PATH", "/usr/bin:/bin")
        .containsEntry("DISPATCH_CONTAINER", "c1");
  }

  @Test
  @DisplayName(
      "RUN-2: all escapes and any white space of JSON are understood, unknown members ignored")
  void wholeJsonIsUnderstood() {
    String json =
        """
        \t{ "unknown" : { "a" : [ 1 , -2.5e+3 , [ ] , { } , "]}" , null , true , false ] },\r
          "command":["printf","%s|",\t
            "\\"\\\\\\/\\b\\f\\n\\r\\t" , "\\u0041\\u00e9\\u20AC\\uD83D\\uDE00",
            "raw é€😀"]
          ,"limits":{"vcpus":1,"ramBytes":123},"labels":{},"image":"","tailBytes":65536
          ,"environment" : { } , "attempt" : 7, "runAs":null, "attemptX":"no" }
        """;

    RunnerMachine.Answer answer = machine.start("c1", json);

    assertThat(answer.stderr()).isEmpty();
    machine.awaitList("c1 7 exited 0");
    assertThat(machine.run("--output", "c1", "7", "stdout", "0", "1000").stdout())
        .isEqualTo("\"\\/\b\f\n\r\t|Aé€😀|raw é€😀|");
  }

  @Test
  @DisplayName("RUN-2: random strings arrive exactly (fixed seeds)")
  void randomStringsArriveExactly() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      List<String> words = IntStream.range(0, 40).mapToObj(i -> word(random)).toList();

      machine.start(
          "c" + seed,
          RunnerMachine.shell(
              1, "for word; do printf '%s\\0' \"$word\"; done", words.toArray(String[]::new)));

      String id = "c" + seed;
      Awaitility.await().until(() -> machine.list().contains(id + " 1 exited 0"));
      assertThat(stdout(id))
          .as("seed %d", seed)
          .isEqualTo(words.stream().map(w -> w + "\0").collect(joined()));
    }
  }

  @Test
  @DisplayName("RUN-2: a configuration larger than a pipe arrives whole")
  void largeConfigurationArrives() {
    String large = "0123456789abcde\n".repeat(7000);
    machine.start(
        "c1",
        RunnerMachine.configuration(
            1, List.of("sh", "-c", "printf %s \"$A$B\" | wc -c"), Map.of("A", large, "B", large)));

    machine.awaitList("c1 1 exited 0");
    assertThat(stdout("c1").strip()).isEqualTo("224000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[]",
        "null",
        "{\"attempt\":1,\"command\":[\"hush-hush\"]",
        "{\"attempt\":1,\"command\":[\"hush-hush\"]} x",
        "{\"attempt\":1,\"command\":[\"hush-hush\"],}",
        "{\"attempt\":1,\"command\":[\"hush-hush\",]}",
        "{\"attempt\":1,\"command\":[\"hush-hush\" \"x\"]}",
        "{\"attempt\":1,\"command\":[\"hush-hush\n\"]}",
        "{\"attempt\":1,\"command\":[\"hush-hush\\x\"]}",
        "{\"attempt\":1,\"command\":[\"hush-hush\\u12g4\"]}",
        "{\"attempt\":1,\"command\":[\"hush-hush\\u0000\"]}",
        "{\"attempt\":1,\"command\":[\"hush-hush\\ud83d\"]}",
        "{\"attempt\":1,\"command\":[\"hush-hush\\ude00\"]}",
        "{\"attempt\":1,\"command\":[\"hush-hush\\ud83dx\"]}",
        "{\"attempt\":1,\"command\":[\"hush-hush]}",
        "{\"attempt\":1,\"command\":[hush-hush]}",
        "{\"attempt\":01,\"command\":[\"hush-hush\"]}",
        "{\"attempt\":1.5,\"command\":[\"hush-hush\"]}",
        "{\"attempt\":-1,\"command\":[\"hush-hush\"]}",
        "{\"attempt\":0,\"command\":[\"hush-hush\"]}",
        "{\"attempt\":\"1\",\"command\":[\"hush-hush\"]}",
        "{\"attempt\":99999999999999999999,\"command\":[\"hush-hush\"]}",
        "{\"command\":[\"hush-hush\"]}",
        "{\"attempt\":1}",
        "{\"attempt\":1,\"command\":[]}",
        "{\"attempt\":1,\"command\":\"hush-hush\"}",
        "{\"attempt\":1,\"command\":[\"a\",1]}",
        "{\"attempt\":1,\"command\":[\"a\"],\"environment\":[\"hush-hush\"]}",
        "{\"attempt\":1,\"command\":[\"a\"],\"environment\":{\"A\":1}}",
        "{\"attempt\":1,\"command\":[\"a\"],\"environment\":{\"A\":null}}",
        "{\"attempt\":1,\"command\":[\"a\"],\"environment\":{\"A\":\"hush-hush}}",
        "{\"attempt\":1,\"command\":[\"a\"],\"x\":tru}",
        "{\"attempt\":1,\"command\":[\"a\"],\"x\":1e}",
        "{\"attempt\":1,\"command\":[\"a\"],\"engine\":7}",
        "{\"attempt\":1,\"command\":[\"a\"],\"tailBytes\":-1}",
      })
  @DisplayName("RUN-2: what can't be used starts nothing, and no message repeats a value")
  void unusableConfigurationStartsNothing(String json) {
    RunnerMachine.Answer answer = machine.start("c1", json);

    assertRefused(answer, 2, "");
    assertThat(answer.stderr()).doesNotContain("hush-hush").hasLineCount(1);
    assertThat(machine.list()).isEmpty();
    machine.awaitNothingRuns();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A-B", "A B", "A.B", "A=B", "Ä", "A\n"})
  @DisplayName("RUN-2: a variable's name that no shell can export is refused by its name")
  void badVariableNamesAreRefused(String name) {
    RunnerMachine.Answer answer =
        machine.start(
            "c1", RunnerMachine.configuration(1, List.of("a"), Map.of(name, "hush-hush")));

    assertRefused(answer, 2, "not a name for an environment variable: ");
    assertThat(answer.stderr()).contains(name.replaceAll("[^ -~]", "")).doesNotContain("hush-hush");
  }

  @Test
  @DisplayName(
      "RUN-2: a variable that some shells keep for themselves arrives exactly, or is refused")
  void shellVariables() {
    RunnerMachine.Answer answer =
        machine.start(
            "c1",
            RunnerMachine.configuration(1, List.of("env", "-0"), Map.of("OPTIND", "hush-hush")));

    if (answer.status() != 0) {
      assertRefused(answer, 2, "that only a shell may set");
      assertThat(answer.stderr()).doesNotContain("hush-hush");
      return;
    }
    machine.awaitList("c1 1 exited 0");
    assertThat(variables(stdout("c1"))).containsEntry("OPTIND", "hush-hush");
  }

  @Test
  @DisplayName("RUN-2: deep nesting is refused, not followed to the end of the stack")
  void deepNestingIsRefused() {
    assertRefused(machine.start("c1", "{\"x\":" + "[".repeat(100_000)), 2, "nested too deeply");
  }

  private String stdout(String id) {
    return machine.run("--output", id, "1", "stdout", "0", "10000000").stdout();
  }

  private static Map<String, String> variables(String dump) {
    return Arrays.stream(dump.split("\0"))
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(v -> v[0], v -> v[1], (a, b) -> b, TreeMap::new));
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining();
  }

  private static String word(Random random) {
    String alphabet = "'\"\\$`(){}[]<>|&;*?!~#%= \t\n\r-abcé€😀\u0001\u007f";
    int[] points = alphabet.codePoints().toArray();
    return IntStream.generate(() -> points[random.nextInt(points.length)])
        .limit(random.nextInt(60))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
