package io.dispatchcloud.test.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** No more of a kind of call begin in any second, by the dispatcher's own clock, than may. */
final class Pace extends Checker {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final String rule;
  private final int perSecond;
  private final Predicate<String> counts;
  private final Map<String, ArrayDeque<Long>> begun = new HashMap<>();

  private Pace(Bench bench, String rule, long perSecond, Predicate<String> counts) {
    super(bench);
    this.rule = rule;
    this.perSecond = Math.toIntExact(perSecond);
    this.counts = counts;
  }

  static Pace ofCloudCalls(Bench bench, long perSecond) {
    return new Pace(bench, "SET-9", perSecond, Calls::isToTheCloud);
  }

  static Pace ofProbes(Bench bench, long perSecond) {
    return new Pace(bench, "POOL-11", perSecond, what -> what.startsWith("probe "));
  }

  @Override
  public void begins(Caller by, String what) {
    if (perSecond == 0 || !counts.test(what)) {
      return;
    }
    ArrayDeque<Long> last = begun.computeIfAbsent(by.name(), name -> new ArrayDeque<>());
    long now = by.local();
    if (last.size() == perSecond) {
      long first = last.removeFirst();
      if (now - first < SECOND) {
        broken(rule, by.name() + " begins " + (perSecond + 1) + " calls in a second: " + what);
      }
    }
    last.addLast(now);
  }
}
