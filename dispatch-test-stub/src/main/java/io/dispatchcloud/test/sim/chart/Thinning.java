package io.dispatchcloud.test.sim.chart;

import io.dispatchcloud.test.sim.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Leaves out samples that lie too close to be told apart: of those that share a narrow column of
 * the picture, one or two stay.
 */
final class Thinning {
  private static final int COLUMNS = 600;

  private Thinning() {}

  /** Keeps the lowest and the highest of each column, so that no peak and no gap is lost. */
  static List<Sample> extremes(
      List<Sample> samples, TimeScale time, ToDoubleFunction<Sample> value) {
    return thin(samples, time, value, true);
  }

  /** Keeps the highest of each column: areas that jump up and down there could not be seen. */
  static List<Sample> highest(
      List<Sample> samples, TimeScale time, ToDoubleFunction<Sample> value) {
    return thin(samples, time, value, false);
  }

  private static List<Sample> thin(
      List<Sample> samples, TimeScale time, ToDoubleFunction<Sample> value, boolean both) {
    if (samples.size() <= COLUMNS) {
      return samples;
    }
    List<Sample> kept = new ArrayList<>();
    int begin = 0;
    while (begin < samples.size()) {
      int column = column(samples.get(begin), time);
      int lowest = begin;
      int highest = begin;
      int next = begin + 1;
      while (next < samples.size() && column(samples.get(next), time) == column) {
        double here = value.applyAsDouble(samples.get(next));
        lowest = here < value.applyAsDouble(samples.get(lowest)) ? next : lowest;
        highest = here > value.applyAsDouble(samples.get(highest)) ? next : highest;
        next++;
      }
      if (both && lowest != highest) {
        kept.add(samples.get(Math.min(lowest, highest)));
        kept.add(samples.get(Math.max(lowest, highest)));
      } else {
        kept.add(samples.get(highest));
      }
      begin = next;
    }
    Sample last = samples.get(samples.size() - 1);
    if (!kept.get(kept.size() - 1).equals(last)) {
      kept.add(last);
    }
    return kept;
  }

  private static int column(Sample sample, TimeScale time) {
    return (int) (time.part(sample.at()) * COLUMNS);
  }
}
