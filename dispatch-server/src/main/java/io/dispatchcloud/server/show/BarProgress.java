package io.dispatchcloud.server.show;

import java.io.PrintWriter;
import java.util.function.IntSupplier;

/** A bar on the last line of a terminal, and notes above it. */
final class BarProgress implements Progress {
  private static final String BACK_AND_CLEAR = "\r\u001b[K";
  // A terminal that was just made narrower would break the bar into lines that are not cleared.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintWriter out;
  private final IntSupplier width;
  private String drawn = "";

  BarProgress(PrintWriter out, IntSupplier width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public synchronized void show(Tally tally) {
    draw(Bar.line(tally, width.getAsInt() - 1));
  }

  @Override
  public synchronized void note(String line) {
    String bar = drawn;
    out.print(BACK_AND_CLEAR);
    out.println(Words.clean(line));
    draw(bar);
  }

  @Override
  public synchronized void end() {
    if (!drawn.isEmpty()) {
      out.print(BACK_AND_CLEAR);
      out.flush();
      drawn = "";
    }
  }

  private void draw(String line) {
    if (!line.isEmpty()) {
      out.print(BACK_AND_CLEAR + NO_WRAP + line + WRAP);
    }
    out.flush();
    drawn = line;
  }
}
