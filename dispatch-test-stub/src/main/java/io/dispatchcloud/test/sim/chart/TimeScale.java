package io.dispatchcloud.test.sim.chart;

import java.time.Duration;
import java.util.Locale;

/**
 * The axis of time, in the unit that fits its length.
 *
 * @param unit the unit's name
 * @param unitSeconds how long it is
 * @param scale in that unit
 */
record TimeScale(String unit, double unitSeconds, Scale scale) {
  private static final int MARKS = 10;
  private static final double MILLIS = 1_000;

  private enum Unit {
    SECONDS(1, Duration.ofMinutes(3)),
    MINUTES(60, Duration.ofHours(3)),
    HOURS(3_600, Duration.ofDays(4)),
    DAYS(86_400, Duration.ofDays(Integer.MAX_VALUE));

    private final double seconds;
    private final Duration until;

    Unit(double seconds, Duration until) {
      this.seconds = seconds;
      this.until = until;
    }
  }

  static TimeScale upTo(Duration last) {
    Unit unit = Unit.SECONDS;
    for (Unit candidate : Unit.values()) {
      unit = candidate;
      if (last.compareTo(candidate.until) <= 0) {
        break;
      }
    }
    double length = seconds(last) / unit.seconds;
    String name = unit.name().toLowerCase(Locale.ROOT);
    // The curves reach the end of the axis; marks only what lies on it.
    Scale marks = Scale.upTo(length, MARKS, false);
    double end = length > 0 ? length : marks.end();
    return new TimeScale(name, unit.seconds, new Scale(end, marks.step()));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS;
  }

  /** Where a time lies on the axis: 0 to 1. */
  double part(Duration time) {
    return seconds(time) / unitSeconds / scale.end();
  }
}
