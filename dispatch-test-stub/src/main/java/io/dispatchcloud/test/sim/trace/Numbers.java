package io.dispatchcloud.test.sim.trace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads numbers as tables write them: plain digits, perhaps with a fraction. */
final class Numbers {
  /** Nothing that takes long to compute with, such as an exponent. */
  private static final Pattern FORM = Pattern.compile("-?[0-9]{1,18}(?:\\.[0-9]{1,18})?");

  private Numbers() {}

  static BigDecimal decimal(String text, Supplier<TraceException> wrong) throws TraceException {
    if (!FORM.matcher(text).matches()) {
      throw wrong.get();
    }
    return new BigDecimal(text);
  }

  static long roundedUp(String text, Supplier<TraceException> wrong) throws TraceException {
    return decimal(text, wrong).setScale(0, RoundingMode.CEILING).longValueExact();
  }
}
