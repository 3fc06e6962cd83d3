package io.dispatchcloud.core.sizing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Versions as numbers between dots: 11.10 is newer than 11.9. */
final class Version {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private Version() {}

  static boolean isVersion(String text) {
    return parse(text).isPresent();
  }

  /** Whether both parse, and the first is the second or newer. */
  static boolean notOlder(String there, String needed) {
    Optional<List<BigInteger>> left = parse(there);
    Optional<List<BigInteger>> right = parse(needed);
    return left.isPresent() && right.isPresent() && compare(left.get(), right.get()) >= 0;
  }

  private static Optional<List<BigInteger>> parse(String text) {
    List<BigInteger> parts = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      if (!NUMBER.matcher(part).matches()) {
        return Optional.empty();
      }
      parts.add(new BigInteger(part));
    }
    return Optional.of(parts);
  }

  private static int compare(List<BigInteger> left, List<BigInteger> right) {
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int order = part(left, i).compareTo(part(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static BigInteger part(List<BigInteger> version, int index) {
    return index < version.size() ? version.get(index) : BigInteger.ZERO;
  }
}
