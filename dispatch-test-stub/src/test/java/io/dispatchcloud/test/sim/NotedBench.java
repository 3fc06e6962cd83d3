package io.dispatchcloud.test.sim;

import java.util.ArrayList;
import java.util.List;

/** Notes what checkers report, at a time that the test sets. */
final class NotedBench implements Checker.Bench {
  /** The rules that were reported as broken, oldest first. */
  final List<String> broken = new ArrayList<>();

  /** The world's time in nanoseconds. */
  long now;

  @Override
  public void broken(String rule, String text) {
    broken.add(rule);
  }

  @Override
  public long now() {
    return now;
  }
}
