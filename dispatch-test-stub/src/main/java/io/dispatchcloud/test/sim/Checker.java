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

  /** The rule of which it has looked at a part only, for there was so much; empty for none. */
  String sampled() {
    return "";
  }

  final void broken(String rule, String text) {
    bench.broken(rule, text);
  }

  final long now() {
    return bench.now();
  }
}
