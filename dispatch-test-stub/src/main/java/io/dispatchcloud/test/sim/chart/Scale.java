package io.dispatchcloud.test.sim.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From 0 to a bit more than the largest value, with steps of 1, 2 or 5 times a power of ten.
 *
 * @param end where it ends
 * @param step how far apart its marks are
 */
record Scale(double end, double step) {
  private static final double[] STEPS = {1, 2, 5, 10};

  /** A scale of about so many marks. Whole ones never have marks between the numbers. */
  static Scale upTo(double largest, int marks, boolean whole) {
    double most = largest > 0 ? largest : 1;
    double raw = most / marks;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = 10 * power;
    for (double candidate : STEPS) {
      if (candidate * power >= raw * 0.999_999) {
        step = candidate * power;
        break;
      }
    }
    if (whole && step < 1) {
      step = 1;
    }
    return new Scale(Math.ceil(most / step - 1e-9) * step, step);
  }

  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    for (int i = 0; i * step <= end * 1.000_001; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  /** A mark as people write it: {@code 12,000}, {@code 0.05}. */
  String label(double value) {
    int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + digits + "f", rounded);
  }
}
