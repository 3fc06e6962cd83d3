package io.dispatchcloud.benchmarks;

import picocli.CommandLine.TypeConversionException;

/** A whole number from the command line, 1 or more. */
record Amount(int value) {
  private static final int GREATEST = 10_000_000;

  static Amount parse(String text) {
    String digits = text.replace("_", "");
    if (digits.matches("[0-9]{1,8}")) {
      int value = Integer.parseInt(digits);
      if (value >= 1 && value <= GREATEST) {
        return new Amount(value);
      }
    }
    throw new TypeConversionException(
        "'" + text + "'; expected a whole number from 1 to " + GREATEST);
  }
}
