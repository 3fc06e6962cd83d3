package io.dispatchcloud.core.scheduler;

/**
 * Reads what is known of containers in the order of scheduling, some ahead. They lie all over the
 * memory; a short loop lets the processor wait for many at once.
 */
final class FactReader {
  // A power of 2.
  private static final int AHEAD = 64;

  private final Ledger ledger;
  private final int end;
  private final long[] facts = new long[AHEAD];
  private int readTo;

  /**
   * Nothing is read yet.
   *
   * @param end the position after the last one that is asked for
   */
  FactReader(Ledger ledger, int end) {
    this.ledger = ledger;
    this.end = end;
  }

  /** The fact at a position: at first any, then always the next one. */
  long at(int position) {
    if (position >= readTo) {
      readTo = Math.min(position + AHEAD, end);
      for (int next = position; next < readTo; next++) {
        facts[next & AHEAD - 1] = ledger.facts[ledger.order[next]];
      }
    }
    return facts[position & AHEAD - 1];
  }
}
