package io.dispatchcloud.server.show;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Says now and then how far something is that has no containers to count: on a terminal a line that
 * changes in its place, elsewhere a line each ten seconds. Used by one thread.
 */
public final class Ticker {
  private static final Duration ON_A_TERMINAL = Duration.ofMillis(500);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);
  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final InstantSource clock;
  private final boolean wanted;
  private final boolean moves;
  private Instant next;
  private boolean drawn;

  /**
   * Begins.
   *
   * @param out where it goes; the program's stderr
   * @param wanted false to say nothing at all
   * @param clock tells how much time passed
   */
  public Ticker(PrintWriter out, boolean wanted, InstantSource clock) {
    this(out, wanted, wanted && new Terminal(clock).width().isPresent(), clock);
  }

  Ticker(PrintWriter out, boolean wanted, boolean moves, InstantSource clock) {
    this.out = out;
    this.wanted = wanted;
    this.moves = moves;
    this.clock = clock;
    this.next = clock.instant().plus(moves ? ON_A_TERMINAL : ELSEWHERE);
  }

  /**
   * Shows how far it is, if it is time to. May be called often.
   *
   * @param line short enough for a terminal
   */
  public void show(String line) {
    Instant now = clock.instant();
    if (!wanted || now.isBefore(next)) {
      return;
    }
    next = now.plus(moves ? ON_A_TERMINAL : ELSEWHERE);
    if (moves) {
      out.print(BACK_AND_CLEAR + Words.clean(line));
      drawn = true;
    } else {
      out.println(Words.clean(line));
    }
    out.flush();
  }

  /** Takes away what moves. */
  public void end() {
    if (drawn) {
      out.print(BACK_AND_CLEAR);
      out.flush();
      drawn = false;
    }
  }
}
