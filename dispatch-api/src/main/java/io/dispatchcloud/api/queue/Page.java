package io.dispatchcloud.api.queue;

import java.util.List;
import java.util.Objects;

/**
 * A part of a list.
 *
 * @param items what is on this page
 * @param next what to ask for the next page with; empty if this is the last
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, String next) {
  /** What to ask for the first page with. */
  public static final String FIRST = "";

  public Page {
    items = List.copyOf(items);
    Objects.requireNonNull(next, "next");
  }

  /**
   * Whether there are no more.
   *
   * @return true if no page follows
   */
  public boolean isLast() {
    return next.isEmpty();
  }
}
