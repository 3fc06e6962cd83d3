package io.dispatchcloud.api.container;

import java.util.Comparator;
import java.util.Objects;

/**
 * One try at running a container (CTR-7). The controller issues the number when it locks the
 * container, and never issues it again.
 *
 * @param container which container
 * @param number 1 or more, rising
 */
public record Attempt(ContainerId container, long number) implements Comparable<Attempt> {
  private static final Comparator<Attempt> ORDER =
      Comparator.comparing(Attempt::container).thenComparingLong(Attempt::number);

  public Attempt {
    Objects.requireNonNull(container, "container");
    if (number < 1) {
      throw new IllegalArgumentException("attempt: '" + number + "'; expected 1 or more");
    }
  }

  @Override
  public int compareTo(Attempt other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return container + "#" + number;
  }
}
