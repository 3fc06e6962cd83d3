package io.dispatchcloud.server.show;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A line when something changed, now and then, for logs and pipes. */
final class PlainProgress implements Progress {
  private static final Duration AT_MOST_EVERY = Duration.ofSeconds(3);

  private final PrintWriter out;
  private final InstantSource clock;
  private final boolean notesOnly;
  private @Nullable Tally last;
  private Instant next = Instant.MIN;

  PlainProgress(PrintWriter out, InstantSource clock, boolean wanted) {
    this.out = out;
    this.clock = clock;
    this.notesOnly = !wanted;
  }

  @Override
  public synchronized void show(Tally tally) {
    Instant now = clock.instant();
    boolean news = last == null || tally.differsFrom(last);
    if (notesOnly || !news || now.isBefore(next)) {
      return;
    }
    last = tally;
    next = now.plus(AT_MOST_EVERY);
    note(
        String.format(
            "%s: %d queued, %d running, %d done, %d failed; instances: %s; cost %s",
            Words.time(tally.elapsed()),
            tally.queued(),
            tally.running(),
            tally.done(),
            tally.failed(),
            Words.counts(tally.instances()),
            Words.money(tally.cost())));
  }

  @Override
  public synchronized void note(String line) {
    out.println(Words.clean(line));
    out.flush();
  }

  @Override
  public void end() {
    // Nothing moves.
  }
}
