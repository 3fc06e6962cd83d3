package io.dispatchcloud.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's address, all of them known. */
final class Query {
  static final String LABEL = "label";
  static final String STATE = "state";
  static final String STATUS = "status";

  /** Those that may be given more than once. */
  private static final Set<String> REPEATED = Set.of(LABEL, STATE, STATUS);

  private static final int LONGEST_TEXT = 256;
  private static final int MOST = 50;

  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads them.
   *
   * @param raw what stands behind the question mark; null for nothing
   * @param known the names that there may be
   * @throws ProblemException if there is anything else
   */
  static Query parse(@Nullable String raw, List<String> known) throws ProblemException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return new Query(values);
    }
    String[] pairs = raw.split("&", MOST + 1);
    if (pairs.length > MOST) {
      throw Problem.badRequest("expected " + MOST + " parameters at the most").exception();
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (!known.contains(name)) {
        String expected =
            known.isEmpty() ? "no parameter here" : "one of " + String.join(", ", known);
        throw Problem.badParameter(name, "", expected).exception();
      }
      List<String> all = values.computeIfAbsent(name, any -> new ArrayList<>());
      if (!all.isEmpty() && !REPEATED.contains(name)) {
        throw Problem.badParameter(name, value, "it once").exception();
      }
      all.add(value);
    }
    return new Query(values);
  }

  private static String decoded(String text) throws ProblemException {
    return Percent.decode(text.replace('+', ' '))
        .orElseThrow(
            () ->
                Problem.badRequest("the parameters are not UTF-8 in percent encoding").exception());
  }

  /** A text of some length without characters that steer a terminal. */
  Optional<String> text(String name) throws ProblemException {
    List<String> all = values.getOrDefault(name, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(checked(name, all.get(0)));
  }

  List<String> texts(String name) throws ProblemException {
    List<String> all = values.getOrDefault(name, List.of());
    for (String each : all) {
      checked(name, each);
    }
    return all;
  }

  private static String checked(String name, String value) throws ProblemException {
    if (value.isEmpty() || value.length() > LONGEST_TEXT || !Texts.plain(value)) {
      throw Problem.badParameter(
              name, value, "1 to " + LONGEST_TEXT + " characters, no control characters")
          .exception();
    }
    return value;
  }

  int number(String name, int usual, int least, int most) throws ProblemException {
    List<String> all = values.getOrDefault(name, List.of());
    if (all.isEmpty()) {
      return usual;
    }
    String given = all.get(0);
    if (given.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(given);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw Problem.badParameter(name, given, "a number from " + least + " to " + most).exception();
  }

  /** One of some words. */
  <T> Optional<T> choice(String name, Map<String, T> choices) throws ProblemException {
    List<String> all = values.getOrDefault(name, List.of());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(chosen(name, all.get(0), choices));
  }

  /** Any of some words; none for any. */
  <T> Set<T> choices(String name, Map<String, T> choices) throws ProblemException {
    Set<T> chosen = new LinkedHashSet<>();
    for (String each : values.getOrDefault(name, List.of())) {
      chosen.add(chosen(name, each, choices));
    }
    return chosen;
  }

  private static <T> T chosen(String name, String given, Map<String, T> choices)
      throws ProblemException {
    T chosen = choices.get(given);
    if (chosen == null) {
      throw Problem.badParameter(name, given, "one of " + String.join(", ", choices.keySet()))
          .exception();
    }
    return chosen;
  }
}
