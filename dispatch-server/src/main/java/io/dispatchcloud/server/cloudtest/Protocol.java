package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.server.show.Words;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells of each step: how it went, how long it took, and what there is to know. */
final class Protocol {
  private static final int NAME_WIDTH = 10;
  private static final int TIME_WIDTH = 8;

  private final PrintWriter out;
  private final InstantSource clock;
  private int failures;

  Protocol(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** A step: gives what to tell of it. */
  interface Step {
    String run() throws StepFailedException, InterruptedException;
  }

  /** Does a step and tells of it; whether it went well. */
  boolean step(String name, Step step) throws InterruptedException {
    Instant begin = clock.instant();
    try {
      String told = step.run();
      line("ok", name, begin, told);
      return true;
    } catch (StepFailedException e) {
      failures++;
      line("failed", name, begin, String.valueOf(e.getMessage()));
      if (!e.wayOut().isEmpty()) {
        say("        way out: " + e.wayOut());
      }
      return false;
    }
  }

  private void line(String verdict, String name, Instant begin, String told) {
    String time = Words.time(Duration.between(begin, clock.instant()));
    say(
        String.format(
            "%-6s  %-" + NAME_WIDTH + "s  %" + TIME_WIDTH + "s  %s", verdict, name, time, told));
  }

  void say(String line) {
    out.println(Words.clean(line).stripTrailing());
    out.flush();
  }

  int failures() {
    return failures;
  }
}
