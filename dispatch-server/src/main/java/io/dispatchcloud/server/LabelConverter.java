package io.dispatchcloud.server;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Labels on the command line: {@code NAME=VALUE}. */
final class LabelConverter implements ITypeConverter<Map.Entry<String, String>> {
  @Override
  public Map.Entry<String, String> convert(String value) {
    int equals = value.indexOf('=');
    if (equals < 1) {
      throw new TypeConversionException("'" + value + "'; expected NAME=VALUE");
    }
    return Map.entry(value.substring(0, equals), value.substring(equals + 1));
  }
}
