package io.dispatchcloud.server;

import io.dispatchcloud.api.config.Quantities;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line as in files: {@code 90s}, {@code 1h30m}. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    try {
      return Quantities.parseDuration(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + value + "'; expected " + String.valueOf(e.getMessage()));
    }
  }
}
