package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Containers in the orders in which dispatchers read them, so that a page costs the same however
 * many have ended. A page says after which container it begins, not at which place: places shift
 * when one in front of them goes between two pages, and then one would be missed. Not thread-safe.
 */
final class Shelves {
  private static final int PAGE_SIZE = 1_000;

  private final TreeMap<Rank, Container> waiting = new TreeMap<>();
  private final Map<InstanceSetId, TreeMap<Long, Container>> owned = new HashMap<>();

  /** Where one stands that waits: highest priority first, then the oldest. */
  private record Rank(long priority, long number) implements Comparable<Rank> {
    static Rank parse(String page) {
      int comma = page.indexOf(',');
      return new Rank(
          Long.parseLong(page.substring(0, comma)), Long.parseLong(page.substring(comma + 1)));
    }

    @Override
    public int compareTo(Rank other) {
      return priority == other.priority
          ? Long.compare(number, other.number)
          : Long.compare(other.priority, priority);
    }

    @Override
    public String toString() {
      return priority + "," + number;
    }
  }

  /**
   * Puts a container where it belongs.
   *
   * @param number in the order in which they were submitted
   */
  void put(long number, Container container) {
    if (container.state() == ContainerState.QUEUED && !container.onHold()) {
      waiting.put(new Rank(container.priority(), number), container);
    }
    if (container.owner() != null) {
      owned.computeIfAbsent(container.owner(), id -> new TreeMap<>()).put(number, container);
    }
  }

  /** Takes a container from where it was put, before it changes. */
  void remove(long number, Container container) {
    waiting.remove(new Rank(container.priority(), number));
    if (container.owner() != null) {
      owned.getOrDefault(container.owner(), new TreeMap<>()).remove(number);
    }
  }

  /** Those that wait. */
  Page<Container> waiting(String page) {
    return page(
        page.isEmpty() ? waiting : waiting.tailMap(Rank.parse(page), false), Rank::toString);
  }

  /** Those that a set has, the oldest first. */
  Page<Container> owned(InstanceSetId instanceSetId, String page) {
    TreeMap<Long, Container> all = owned.getOrDefault(instanceSetId, new TreeMap<>());
    return page(page.isEmpty() ? all : all.tailMap(Long.parseLong(page), false), String::valueOf);
  }

  private static <K> Page<Container> page(Map<K, Container> rest, Function<K, String> name) {
    List<Container> items = new ArrayList<>();
    String last = "";
    for (Map.Entry<K, Container> entry : rest.entrySet()) {
      if (items.size() == PAGE_SIZE) {
        return new Page<>(items, last);
      }
      items.add(entry.getValue());
      if (items.size() == PAGE_SIZE) {
        last = name.apply(entry.getKey());
      }
    }
    return new Page<>(items, "");
  }
}
