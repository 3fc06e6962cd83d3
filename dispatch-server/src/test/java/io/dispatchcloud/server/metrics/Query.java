package io.dispatchcloud.server.metrics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at an expression in the language of Prometheus as far as names and brackets go. */
final class Query {
  private static final Set<String> FUNCTIONS =
      Set.of("sum", "max", "topk", "rate", "increase", "histogram_quantile", "time", "absent");
  private static final Set<String> WORDS = Set.of("and", "by");
  private static final Set<String> OF_EVERY_TARGET = Set.of("job", "instance", "le");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|(?<name>[a-zA-Z_][a-zA-Z0-9_]*)|(?<text>\"[^\"]*\")|(?<range>\\[\\d+[mhd]])"
              + "|(?<number>\\d+(\\.\\d+)?)|(?<operator>=~|!~|!=|==|[-+*/<>=,])"
              + "|(?<bracket>[(){}])");

  /** What is wrong, for people. */
  final List<String> problems = new ArrayList<>();

  private final String expression;
  private final Scrape scrape;
  private final Deque<Character> open = new ArrayDeque<>();
  private Map<String, Set<String>> labels = Map.of();
  private String label = "";
  private String operator = "";
  private boolean inBy;

  Query(String expression, Scrape scrape) {
    this.expression = expression;
    this.scrape = scrape;
    read();
  }

  private void read() {
    Matcher token = TOKEN.matcher(expression);
    int at = 0;
    while (at < expression.length()) {
      token.region(at, expression.length());
      if (!token.lookingAt()) {
        problem("'" + expression.substring(at) + "' is not understood");
        return;
      }
      at = token.end();
      if (token.group("name") != null) {
        name(token.group("name"), at);
      } else if (token.group("text") != null) {
        value(token.group("text"));
      } else if (token.group("operator") != null) {
        operator = token.group("operator");
      } else if (token.group("bracket") != null) {
        bracket(token.group("bracket").charAt(0));
      }
    }
    if (!open.isEmpty()) {
      problem("not closed: " + open);
    }
  }

  private void problem(String what) {
    problems.add(expression + ": " + what);
  }

  private void name(String name, int end) {
    boolean inBraces = !open.isEmpty() && open.peek() == '{';
    if (inBraces) {
      label = name;
      if (!OF_EVERY_TARGET.contains(name) && !labels.containsKey(name)) {
        problem("no label " + name + "; expected one of " + labels.keySet());
      }
    } else if (inBy) {
      boolean known =
          scrape.series.values().stream().anyMatch(of -> of.containsKey(name))
              && expressionHas(name);
      if (!OF_EVERY_TARGET.contains(name) && !known) {
        problem("no label " + name + " to group by");
      }
    } else if (WORDS.contains(name)) {
      inBy = name.equals("by");
    } else if (!FUNCTIONS.contains(name) || !expression.substring(end).startsWith("(")) {
      series(name, end);
    }
  }

  /** Whether a series of this expression has such a label. */
  private boolean expressionHas(String name) {
    return scrape.series.entrySet().stream()
        .filter(each -> expression.contains(each.getKey()))
        .anyMatch(each -> each.getValue().containsKey(name));
  }

  private void series(String name, int end) {
    // "sum by (x) (y)" names a function without a bracket right behind it.
    if (FUNCTIONS.contains(name) && expression.substring(end).startsWith(" by (")) {
      return;
    }
    if (!scrape.series.containsKey(name)) {
      problem("no series " + name);
    }
    labels = scrape.series.getOrDefault(name, Map.of());
  }

  private void value(String text) {
    String value = text.substring(1, text.length() - 1);
    Set<String> known = labels.getOrDefault(label, Set.of());
    if (!OF_EVERY_TARGET.contains(label)) {
      for (String each : operator.endsWith("~") ? value.split("\\|") : new String[] {value}) {
        if (!known.contains(each)) {
          problem(label + " is never '" + each + "'; expected one of " + known);
        }
      }
    }
  }

  private void bracket(char bracket) {
    switch (bracket) {
      case '(', '{' -> open.push(bracket);
      case ')', '}' -> {
        if (open.isEmpty() || open.pop() != (bracket == ')' ? '(' : '{')) {
          problem("a bracket too many");
        }
        inBy = false;
      }
      default -> throw new IllegalStateException("no bracket: " + bracket);
    }
  }
}
