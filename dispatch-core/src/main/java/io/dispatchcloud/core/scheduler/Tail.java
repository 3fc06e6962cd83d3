package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.scheduler.Ledger.Kind;
import io.dispatchcloud.core.scheduler.Statuses.Why;
import org.jspecify.annotations.Nullable;

/**
 * Those that come after the last one for whom anything was decided: a pass ends there, and what
 * they wait for is written down when somebody asks. In a long queue that is most of it.
 * Thread-safe.
 */
final class Tail {
  private final Ledger ledger;
  private final int begin;
  private final @Nullable Why forAll;
  private final boolean supervisorsWait;
  private final @Nullable Why[] whys;
  private final int[] types;
  private final Waiting waiting;
  private volatile @Nullable Written written;

  private static final class Written {
    final Why[] whys;
    final int[] figures;

    Written(Why[] whys, int[] figures) {
      this.whys = whys;
      this.figures = figures;
    }
  }

  /**
   * The rest of a queue.
   *
   * @param begin the position of its first container
   * @param forAll what all wait for; null if that differs
   * @param supervisorsWait whether supervisors wait for other supervisors
   * @param seekers what each shape waits for
   * @param waiting how many wait before them
   */
  Tail(
      Ledger ledger,
      int begin,
      @Nullable Why forAll,
      boolean supervisorsWait,
      Seekers seekers,
      Waiting waiting) {
    this.ledger = ledger;
    this.begin = begin;
    this.forAll = forAll;
    this.supervisorsWait = supervisorsWait;
    this.whys = seekers.whys();
    this.types = seekers.settledTypes();
    this.waiting = waiting;
  }

  boolean has(int position) {
    return position >= begin;
  }

  Why why(int position) {
    return written().whys[position - begin];
  }

  int figure(int position) {
    return written().figures[position - begin];
  }

  private Written written() {
    Written known = written;
    if (known == null) {
      known = write();
      written = known;
    }
    return known;
  }

  /** Two threads that write at once write the same. */
  private Written write() {
    Waiting counted = new Waiting(waiting);
    Why[] all = new Why[ledger.size() - begin];
    int[] figures = new int[all.length];
    for (int i = 0; i < all.length; i++) {
      int index = ledger.order[begin + i];
      long fact = ledger.facts[index];
      Why why = why(fact, index);
      all[i] = why;
      figures[i] = why == Why.WAITING_FOR_INSTANCE ? types[Ledger.shape(fact)] : counted.next(why);
    }
    return new Written(all, figures);
  }

  private Why why(long fact, int index) {
    Kind kind = Ledger.kind(fact);
    if (kind != Kind.WAITING) {
      return Statuses.why(kind);
    }
    if (forAll != null) {
      return forAll;
    }
    if (supervisorsWait && Ledger.isSupervisor(fact)) {
      return Why.SUPERVISOR_LIMIT;
    }
    Why why = whys[Ledger.shape(fact)];
    if (why == null) {
      throw new IllegalStateException(ledger.ids[index] + " waits, and nobody knows for what");
    }
    return why;
  }
}
