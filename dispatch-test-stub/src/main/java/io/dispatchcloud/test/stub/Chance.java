package io.dispatchcloud.test.stub;

import java.util.SplittableRandom;

/**
 * Chance that depends on nothing but a seed and what it is about: so it is the same however threads
 * happen to run.
 */
final class Chance {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long MIX = 0xBF58476D1CE4E5B9L;

  private Chance() {}

  /** A number from 0 to below 1. */
  static double of(long seed, String about, long number) {
    long mixed = (seed + 1) * GOLDEN + about.hashCode();
    mixed = (mixed ^ (mixed >>> 29) ^ number) * MIX;
    return new SplittableRandom(mixed ^ (mixed >>> 31)).nextDouble();
  }

  static boolean happens(double rate, long seed, String about, long number) {
    return rate > 0 && of(seed, about, number) < rate;
  }

  static double checkedRate(String name, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(name + ": '" + rate + "'; expected 0 to 1");
    }
    return rate;
  }
}
