package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.ContainerId;
import java.util.Collection;

/**
 * Tells of most ids that they are not in a collection, from so few bits that they stay in the
 * processor's cache, where a map would be waited for. Immutable.
 */
final class Sieve {
  /** Lets all through. */
  static final Sieve ALL = new Sieve(new long[] {-1});

  private static final int BITS_EACH = 16;

  private final long[] bits;

  private Sieve(long[] bits) {
    this.bits = bits;
  }

  /** Lets these through, and one other in so many. */
  static Sieve of(Collection<ContainerId> ids) {
    long wanted = Math.max(1L, (long) ids.size() * BITS_EACH / Long.SIZE);
    Sieve sieve = new Sieve(new long[(int) Math.min(1 << 30, Long.highestOneBit(wanted) * 2)]);
    for (ContainerId id : ids) {
      int bit = sieve.bit(id);
      sieve.bits[bit >>> 6] |= 1L << bit;
    }
    return sieve;
  }

  /** Whether an id may be in the collection; true for all that are. */
  boolean mayHold(ContainerId id) {
    int bit = bit(id);
    return (bits[bit >>> 6] & 1L << bit) != 0;
  }

  private int bit(ContainerId id) {
    // Hash codes of ids that count up differ in their last bits only: they are spread.
    long mixed = id.hashCode() * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & (int) Math.min(Integer.MAX_VALUE, bits.length * 64L - 1);
  }
}
