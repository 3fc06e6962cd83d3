package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.server.show.Ticker;
import io.dispatchcloud.server.show.Words;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Tells of each step: how it went, how long it took, and what there is to know. Used by one thread.
 */
final class Protocol {
  private static final int NAME_WIDTH = 10;
  private static final int TIME_WIDTH = 8;
  private static final String INDENT = "        ";

  private final PrintWriter out;
  private final InstantSource clock;
  private final Ticker ticker;
  private String current = "";
  private int failures;

  Protocol(PrintWriter out, InstantSource clock, Ticker ticker) {
    this.out = out;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** A step: gives what to tell of it. */
  interface Step {
    String run() throws StepFailedException, InterruptedException;
  }

  /** Something of which there is nothing to tell if it goes well. */
  interface Quietly {
    void run() throws InterruptedException;
  }

  /**
   * Does a step and tells of it; whether it went well. A driver that fails as no driver should is a
   * step that failed, too: what was made must still be destroyed.
   */
  boolean step(String name, Step step) throws InterruptedException {
    Instant begin = clock.instant();
    current = name;
    try {
      String told = step.run();
      line("ok", name, begin, told);
      return true;
    } catch (StepFailedException e) {
      failed(name, begin, e);
      return false;
    } catch (RuntimeException | Error e) {
      failed(name, begin, e);
      return false;
    }
  }

  /** Does something; tells of it as of a step only if it fails. */
  void quietly(String name, Quietly work) throws InterruptedException {
    Instant begin = clock.instant();
    current = name;
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failed(name, begin, e);
    }
  }

  private void failed(String name, Instant begin, StepFailedException e) {
    failures++;
    line("failed", name, begin, String.valueOf(e.getMessage()));
    if (!e.wayOut().isEmpty()) {
      say(INDENT + "way out: " + e.wayOut());
    }
  }

  private void failed(String name, Instant begin, Throwable failure) {
    failures++;
    List<String> lines = Words.lines(failure);
    line("failed", name, begin, lines.get(0));
    lines.stream().skip(1).forEach(line -> say(INDENT + line.strip()));
    say(INDENT + "way out: no driver may fail so: tell its authors, with these lines");
  }

  /** Tells now and then that the step still waits, and for how long at the most. */
  void waiting(Duration waited, Duration limit) {
    ticker.show(
        "waiting: " + current + ", " + Words.time(waited) + " of " + Quantities.format(limit));
  }

  private void line(String verdict, String name, Instant begin, String told) {
    String time = Words.time(Duration.between(begin, clock.instant()));
    say(
        String.format(
            Locale.ROOT,
            "%-6s  %-" + NAME_WIDTH + "s  %" + TIME_WIDTH + "s  %s",
            verdict,
            name,
            time,
            told));
  }

  void say(String line) {
    ticker.end();
    out.println(Words.clean(line).stripTrailing());
    out.flush();
  }

  /** Whether all that was told could be written. */
  boolean isWritten() {
    return !out.checkError();
  }

  int failures() {
    return failures;
  }
}
