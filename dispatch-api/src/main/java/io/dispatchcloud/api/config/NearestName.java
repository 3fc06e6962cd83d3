package io.dispatchcloud.api.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who misspelt a name most likely meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name that is nearest to a wrong one.
   *
   * @param wrong what was written
   * @param known the names that there are
   * @return the nearest, if it is near enough to be worth naming
   */
  public static Optional<String> find(String wrong, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String name) -> distance(wrong, name))
                .thenComparing(name -> name))
        .filter(name -> distance(wrong, name) <= Math.max(2, name.length() / 3));
  }

  /**
   * The end of a message about a name that is not known.
   *
   * @param kind what kind of name it is: {@code parameter}
   * @param wrong what was written
   * @param known the names that there are
   * @return for example {@code a known parameter; did you mean 'region'?}
   */
  public static String advice(String kind, String wrong, Collection<String> known) {
    return find(wrong, known)
        .map(name -> "a known " + kind + "; did you mean '" + name + "'?")
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "no " + kind + " here"
                    : "a known " + kind + ": " + String.join(", ", known));
  }

  /** Levenshtein's distance without regard to case, by two rows of the table. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
