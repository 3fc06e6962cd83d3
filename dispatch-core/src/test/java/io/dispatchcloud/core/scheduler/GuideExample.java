package io.dispatchcloud.core.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * A worked example of docs/scheduling.md: how things stand, and the plan that is made of it.
 *
 * @param heading the heading above it
 * @param firstLine the number of its first line in the page
 * @param lines what stands between its fences
 */
record GuideExample(String heading, int firstLine, List<String> lines) {
  private static final String ARROW = "->";

  /** How things stand. */
  GuideScene scene() {
    GuideScene scene = new GuideScene();
    for (int i = 0; i < arrow(); i++) {
      if (!lines.get(i).isBlank()) {
        read(scene, i);
      }
    }
    return scene;
  }

  private void read(GuideScene scene, int index) {
    try {
      scene.read(new GuideLine(lines.get(index)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + (firstLine + index) + ": " + e.getMessage(), e);
    }
  }

  /** The plan, line by line. What is indented goes on with the line before. */
  List<String> expected() {
    List<String> expected = new ArrayList<>();
    for (String line : lines.subList(arrow() + 1, lines.size())) {
      if (line.startsWith(" ") && !expected.isEmpty()) {
        int last = expected.size() - 1;
        expected.set(last, expected.get(last) + " " + line.strip());
      } else if (!line.isBlank()) {
        expected.add(line.strip());
      }
    }
    return expected;
  }

  private int arrow() {
    int arrow = lines.indexOf(ARROW);
    if (arrow < 0 || arrow != lines.lastIndexOf(ARROW)) {
      throw new IllegalArgumentException(
          "line " + firstLine + ": '" + heading + "'; expected one line with " + ARROW);
    }
    return arrow;
  }
}
