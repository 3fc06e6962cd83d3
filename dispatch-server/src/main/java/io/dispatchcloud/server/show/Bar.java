package io.dispatchcloud.server.show;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws a tally as one line that fits a terminal. */
final class Bar {
  private static final List<Integer> CELLS = List.of(24, 12, 6);

  private Bar() {}

  /** The line, at most so wide: the meter shrinks first, then words go, then what matters least. */
  static String line(Tally tally, int width) {
    List<String> full = full(tally);
    List<String> brief = brief(tally);
    return Stream.of(
            CELLS.stream().map(cells -> meter(tally, cells) + " " + String.join("  ", full)),
            Stream.of(String.join("  ", full)),
            Stream.iterate(brief.size(), count -> count - 1)
                .limit(brief.size())
                .map(count -> String.join(" | ", brief.subList(0, count))))
        .flatMap(lines -> lines)
        .filter(line -> line.length() <= width)
        .findFirst()
        .orElse("");
  }

  private static List<String> full(Tally tally) {
    return List.of(
        tally.queued() + " queued",
        tally.running() + " running",
        tally.done() + " done",
        tally.failed() + " failed",
        "instances: " + Words.counts(tally.instances()),
        "cost " + Words.money(tally.cost()),
        Words.time(tally.elapsed()));
  }

  private static List<String> brief(Tally tally) {
    String states =
        tally.instances().entrySet().stream()
            .map(entry -> " " + entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining());
    return List.of(
        String.format(
            "%d queued %d running %d done %d failed",
            tally.queued(), tally.running(), tally.done(), tally.failed()),
        "VMs" + (states.isEmpty() ? " 0" : states),
        Words.money(tally.cost()),
        Words.time(tally.elapsed()));
  }

  private static String meter(Tally tally, int cells) {
    int total = Math.max(1, tally.total());
    int full = (int) ((long) cells * tally.ended() / total);
    return "[" + "#".repeat(full) + "-".repeat(cells - full) + "]";
  }
}
