package io.dispatchcloud.core.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What docs/scheduling.md holds for tests: its examples, and its table of statuses. */
final class GuidePage {
  private static final String STATUSES =
      "| status | what people see | what it means | what to do |";
  private static final String FENCE = "```";
  private static final Path FILE =
      Path.of(System.getProperty("dispatch.root", ".."), "docs", "scheduling.md");

  private final List<String> lines;

  GuidePage(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  static GuidePage read() {
    try {
      return new GuidePage(Files.readAllLines(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every example, in the order of the page. There is one at the least. */
  List<GuideExample> examples() {
    List<GuideExample> examples = new ArrayList<>();
    String heading = "";
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("#")) {
        heading = lines.get(i).replaceFirst("^#+", "").strip();
      } else if (lines.get(i).startsWith(FENCE)) {
        int end = end(i);
        if (lines.get(i).equals(FENCE + "example")) {
          // Lines count from 1, and the first one stands below the fence.
          examples.add(new GuideExample(heading, i + 2, lines.subList(i + 1, end)));
        }
        i = end;
      }
    }
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("the page has no examples");
    }
    return examples;
  }

  private int end(int begin) {
    for (int i = begin + 1; i < lines.size(); i++) {
      if (lines.get(i).equals(FENCE)) {
        return i;
      }
    }
    throw new IllegalArgumentException("line " + (begin + 1) + ": the block has no end");
  }

  /** What the rows of the table of statuses begin with. */
  List<String> statuses() {
    int header = lines.indexOf(STATUSES);
    if (header < 0) {
      throw new IllegalArgumentException("the page has no table of statuses");
    }
    return lines.stream()
        .skip(header + 2L)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("`", -1)[1])
        .toList();
  }
}
