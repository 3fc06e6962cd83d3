package io.dispatchcloud.test.sim;

/** Watches that a few rules are kept, from outside of what it watches. */
abstract class Checker implements Witness {
  /** Where checkers report to. */
  interface Bench {
    /** A rule was broken; only the first report counts. */
    void broken(String rule, String text);

    /** The world's time in nanoseconds. */
    long now();
  }

  private final Bench bench;

  Checker(Bench bench) {
    this.bench = bench;
  }

  final void broken(String rule, String text) {
    bench.broken(rule, text);
  }

  final long now() {
    return bench.now();
  }
}
