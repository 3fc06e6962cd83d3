package io.dispatchcloud.test.sim;

import java.time.Duration;
import java.util.Objects;

/**
 * A rule that was broken.
 *
 * @param rule which, such as {@code CTR-7}
 * @param text what happened, for people
 * @param at when, counted from the begin of the simulation
 * @param eventNumber how many events of the world had happened by then
 */
public record Violation(String rule, String text, Duration at, long eventNumber) {
  public Violation {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(at, "at");
  }

  @Override
  public String toString() {
    return rule + " after " + at + ", event " + eventNumber + ": " + text;
  }
}
