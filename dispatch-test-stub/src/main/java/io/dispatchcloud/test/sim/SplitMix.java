package io.dispatchcloud.test.sim;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The SplitMix64 generator of Steele, Lea and Flood. Every draw is computed here, so that it is the
 * same on every Java runtime; what the default methods of the interface do may change.
 */
final class SplitMix implements RandomGenerator {
  private static final double LATEST_MILLIS = 1e12;

  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long state;

  SplitMix(long seed) {
    this.state = seed;
  }

  /** A generator of its own for one part of the world: what one draws does not shift the others. */
  SplitMix split() {
    return new SplitMix(nextLong());
  }

  @Override
  public long nextLong() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  @Override
  public long nextLong(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound: '" + bound + "'; expected more than 0");
    }
    // The upper part of a long product: no division, and a bias that nobody can measure.
    long draw = nextLong() >>> 1;
    return (Math.multiplyHigh(draw, bound) << 1) | ((draw * bound) >>> 63);
  }

  @Override
  public long nextLong(long origin, long bound) {
    return origin + nextLong(bound - origin);
  }

  @Override
  public int nextInt(int bound) {
    return (int) nextLong(bound);
  }

  @Override
  public int nextInt(int origin, int bound) {
    return origin + (int) nextLong((long) bound - origin);
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }

  @Override
  public boolean nextBoolean() {
    return nextLong() < 0;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    long word = 0;
    for (int i = 0; i < bytes.length; i++) {
      word = i % Long.BYTES == 0 ? nextLong() : word >>> Byte.SIZE;
      bytes[i] = (byte) word;
    }
  }

  boolean chance(double probability) {
    // No draw where the answer is known: most faults never happen in most plans.
    return probability > 0 && nextDouble() < probability;
  }

  Duration between(Duration least, Duration most) {
    return least.plusNanos(nextLong(most.minus(least).toNanos() + 1));
  }

  Duration upTo(Duration most) {
    return between(Duration.ZERO, most);
  }

  <T> T oneOf(List<T> items) {
    return items.get(nextInt(items.size()));
  }

  /** How long until something happens that happens so often an hour: 31 years at the most. */
  Duration untilNext(double perHour) {
    // The strict logarithm: the other one may differ between runtimes.
    double hours = -StrictMath.log(1 - nextDouble()) / perHour;
    return Duration.ofMillis((long) Math.min(hours * 3_600_000, LATEST_MILLIS));
  }
}
