package io.dispatchcloud.server.show;

import java.io.PrintWriter;
import java.time.InstantSource;

/** Tells people how far a job is. Thread-safe: warnings come from any thread. */
public interface Progress {
  /**
   * Shows where things stand, if and how it is time to. Called often.
   *
   * @param tally how far the job is
   */
  void show(Tally tally);

  /**
   * Says something that matters.
   *
   * @param line one line; what a terminal would obey in it is not shown
   */
  void note(String line);

  /** Nothing more will be shown; takes away what moves. */
  void end();

  /**
   * Chooses: a moving bar on a terminal, plain lines elsewhere, notes alone if neither is wanted.
   *
   * @param out where it goes; the program's stderr
   * @param wanted whether more than notes is wanted
   * @param clock tells how much time passed between two lines
   * @return a progress
   */
  static Progress choose(PrintWriter out, boolean wanted, InstantSource clock) {
    if (!wanted) {
      return new PlainProgress(out, clock, false);
    }
    Terminal terminal = new Terminal(clock);
    return terminal.width().isPresent()
        ? new BarProgress(out, () -> terminal.width().orElse(Terminal.USUAL_WIDTH))
        : new PlainProgress(out, clock, true);
  }
}
