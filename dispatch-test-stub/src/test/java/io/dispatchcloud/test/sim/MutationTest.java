package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deliberate bugs, each of which the checkers must notice. How many seeds each may take is set by
 * {@code -Ddispatch.mutations=2000}; unless it is, only those are hunted that one seed gives away.
 */
@ExtendWith(Quiet.class)
@DisplayName("A dispatcher with a deliberate bug")
class MutationTest {
  /** Noticed by the first or second seed, whatever else changes. */
  private static final List<String> OBVIOUS =
      List.of("no-lease-needed", "result-discarded-before-it-is-recorded", "busy-counts-as-idle");

  private static final Path TABLE = Path.of("target/mutations.md");

  @Test
  @DisplayName("can still be made from what the sources are")
  void patchesFit() throws IOException {
    List<Path> patches = Mutation.patches();
    assertThat(patches).hasSizeGreaterThanOrEqualTo(15);
    for (Path patch : patches) {
      assertThat(Mutation.of(patch).mutated()).isNotEmpty();
    }
  }

  @TestFactory
  @DisplayName("breaks a rule, and is noticed")
  Stream<DynamicTest> noticed(@TempDir Path scratch) throws IOException {
    int seeds = Integer.getInteger("dispatch.mutations", 0);
    Files.writeString(TABLE, "| bug | seeds | what was noticed |\n|---|---|---|\n");
    return Mutation.patches().stream()
        .filter(patch -> seeds > 0 || OBVIOUS.stream().anyMatch(patch.toString()::contains))
        .map(
            patch ->
                DynamicTest.dynamicTest(
                    String.valueOf(patch.getFileName()),
                    () -> hunt(Mutation.of(patch), Math.max(seeds, 10), scratch)));
  }

  private static void hunt(Mutation mutation, int seeds, Path scratch) throws Exception {
    Path directory = Files.createDirectory(scratch.resolve(mutation.name()));
    String violation = "";
    long seed = 0;
    try (Mutant mutant = Mutant.of(mutation, directory)) {
      while (violation.isEmpty() && seed < seeds) {
        seed++;
        violation = mutant.violation(seed);
      }
    }
    String first = violation.lines().findFirst().orElse("nothing");
    Files.writeString(
        TABLE,
        "| %s | %d | %s |%n".formatted(mutation.name(), seed, first),
        StandardOpenOption.APPEND);
    assertThat(violation).as(mutation + " within " + seed + " seeds").isNotEmpty();
  }
}
