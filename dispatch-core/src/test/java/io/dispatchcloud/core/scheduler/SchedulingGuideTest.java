package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.core.ContainerStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("docs/scheduling.md")
class SchedulingGuideTest {
  @TestFactory
  @DisplayName("has examples with the plan that the mapper makes")
  Stream<DynamicTest> examples() {
    return GuidePage.read().examples().stream()
        .map(example -> DynamicTest.dynamicTest(example.heading(), () -> check(example)));
  }

  private static void check(GuideExample example) {
    assertThat(GuidePlan.lines(example.scene().plan()))
        .as("line %d: %s", example.firstLine(), example.heading())
        .isEqualTo(example.expected());
  }

  @Test
  @DisplayName("has a heading of its own for each example")
  void headings() {
    assertThat(GuidePage.read().examples())
        .extracting(GuideExample::heading)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  @DisplayName("names every status in its table, and no other")
  void statuses() {
    List<String> statuses =
        Arrays.stream(ContainerStatus.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .toList();

    assertThat(GuidePage.read().statuses()).containsExactlyInAnyOrderElementsOf(statuses);
  }

  @Test
  @DisplayName("has an example for each status")
  void statusesOfExamples() {
    List<String> shown = new ArrayList<>();
    for (GuideExample example : GuidePage.read().examples()) {
      example
          .scene()
          .plan()
          .statuses()
          .forEach((id, status) -> shown.add(status.getClass().getSimpleName()));
    }

    assertThat(shown).containsAll(GuidePage.read().statuses());
  }

  // What reads it.

  private static List<GuideExample> examples(String... lines) {
    return new GuidePage(List.of(lines)).examples();
  }

  @Test
  @DisplayName("is told where it is wrong")
  void wrongLine() {
    List<GuideExample> examples =
        examples(
            "# One", "", "```example", "type small 1 vCPU $1", "container a 1 apple", "->", "```");

    assertThatThrownBy(() -> examples.get(0).scene())
        .hasMessage(
            "line 5: 'apple'; expected"
                + " RAM, scratch, tmp, image, cacheRam, cacheDisk or VRAM after a size");
  }

  @Test
  @DisplayName("may only speak of types and instances that it has")
  void unknownNames() {
    List<GuideExample> examples =
        examples(
            "```example",
            "instance i-1 small idle",
            "->",
            "```",
            "```example",
            "stranger x on i-1",
            "->",
            "```",
            "```example",
            "setting maxInstances few",
            "->",
            "```");

    assertThatThrownBy(() -> examples.get(0).scene())
        .hasMessage("line 2: 'small'; expected a type");
    assertThatThrownBy(() -> examples.get(1).scene())
        .hasMessage("line 6: 'i-1'; expected an instance that stands above");
    assertThatThrownBy(() -> examples.get(2).scene())
        .hasMessage("line 10: 'few'; expected a value of maxInstances");
  }

  @Test
  @DisplayName("has both halves of each example, and an end")
  void halves() {
    List<GuideExample> examples = examples("# One", "```example", "type small 1 vCPU $1", "```");

    assertThatThrownBy(() -> examples.get(0).expected())
        .hasMessage("line 3: 'One'; expected one line with ->");
    assertThatThrownBy(() -> examples("", "```example", "type small 1 vCPU $1"))
        .hasMessage("line 2: the block has no end");
  }

  @Test
  @DisplayName("does not go without examples")
  void empty() {
    assertThatThrownBy(() -> examples("# One", "```sh", "type small", "```"))
        .hasMessage("the page has no examples");
  }

  @Test
  @DisplayName("goes on with a line where the next one is indented")
  void longLines() {
    assertThat(examples("```example", "->", "a: preparing", "  to run", "```").get(0).expected())
        .containsExactly("a: preparing to run");
  }
}
