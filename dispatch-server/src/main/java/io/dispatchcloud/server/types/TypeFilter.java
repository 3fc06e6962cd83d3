package io.dispatchcloud.server.types;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Quantities;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which instance types to show, as it is written on the command line: {@code m7i.*} for names,
 * {@code vcpus>=4} or {@code ram<=64GiB} for sizes.
 */
public final class TypeFilter implements Predicate<InstanceType> {
  private static final Pattern COMPARISON = Pattern.compile("(\\w+)\\s*(<=|>=|=|<|>)\\s*(\\S.*)");
  private static final String FORM =
      "a name with * and ?, or one of vcpus, ram, scratch, price, gpus, vram, preemptible, a sign"
          + " (=, <, >, <=, >=) and a value: vcpus>=4, ram<=64GiB";

  private final Predicate<InstanceType> test;

  private TypeFilter(Predicate<InstanceType> test) {
    this.test = test;
  }

  /**
   * Reads one.
   *
   * @param text how it is written
   * @return the filter
   * @throws IllegalArgumentException if it is not one; says what was expected
   */
  public static TypeFilter parse(String text) {
    Matcher comparison = COMPARISON.matcher(text.strip());
    try {
      return new TypeFilter(
          comparison.matches()
              ? compare(comparison.group(1), comparison.group(2), comparison.group(3))
              : named(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "'; expected " + FORM, e);
    }
  }

  private static Predicate<InstanceType> named(String glob) {
    if (glob.isEmpty() || glob.matches(".*[\\s<>=].*")) {
      throw new IllegalArgumentException(glob);
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    Predicate<String> matches = Pattern.compile(regex.toString()).asMatchPredicate();
    return type -> matches.test(type.name()) || matches.test(type.providerType());
  }

  private static Predicate<InstanceType> compare(String name, String sign, String value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "vcpus" -> number(type -> BigDecimal.valueOf(type.vcpus()), sign, new BigDecimal(value));
      case "ram" -> number(type -> BigDecimal.valueOf(type.ram()), sign, size(value));
      case "scratch" -> number(type -> BigDecimal.valueOf(type.scratch()), sign, size(value));
      case "price" -> number(InstanceType::price, sign, new BigDecimal(value));
      case "gpus" ->
          number(type -> BigDecimal.valueOf(type.gpu().deviceCount()), sign, new BigDecimal(value));
      case "vram" -> number(type -> BigDecimal.valueOf(type.gpu().vram()), sign, size(value));
      case "preemptible" -> {
        if (!sign.equals("=") || !List.of("true", "false").contains(value)) {
          throw new IllegalArgumentException(value);
        }
        yield type -> type.preemptible() == value.equals("true");
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static BigDecimal size(String value) {
    return BigDecimal.valueOf(Quantities.parseSize(value));
  }

  private static Predicate<InstanceType> number(
      Function<InstanceType, BigDecimal> of, String sign, BigDecimal bound) {
    return type -> {
      int order = of.apply(type).compareTo(bound);
      return switch (sign) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case "=" -> order == 0;
        case ">=" -> order >= 0;
        default -> order > 0;
      };
    };
  }

  @Override
  public boolean test(InstanceType type) {
    return test.test(type);
  }
}
