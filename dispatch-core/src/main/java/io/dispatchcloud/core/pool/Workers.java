package io.dispatchcloud.core.pool;

import com.google.common.collect.Lists;
import io.dispatchcloud.api.cloud.InstanceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All workers, by the ids of their instances. A sorted list: they come and go seldom, and a tree
 * would take ten times as much for each. Belongs to the loop.
 */
final class Workers {
  private final List<Worker> sorted = new ArrayList<>();
  // Walked through in every pass.
  private @Nullable List<Worker> all = List.of();

  private int find(InstanceId id) {
    return Collections.binarySearch(Lists.transform(sorted, worker -> worker.id), id);
  }

  /** Takes one in whose id is not there yet. */
  void add(Worker worker) {
    int at = find(worker.id);
    if (at >= 0) {
      throw new IllegalStateException("instance " + worker.id + " is in the pool already");
    }
    sorted.add(-at - 1, worker);
    all = null;
  }

  void remove(InstanceId id) {
    int at = find(id);
    if (at >= 0) {
      sorted.remove(at);
      all = null;
    }
  }

  @Nullable Worker get(InstanceId id) {
    int at = find(id);
    return at < 0 ? null : sorted.get(at);
  }

  boolean has(InstanceId id) {
    return find(id) >= 0;
  }

  /** All there are now, by id; the list stays as it is when some come or go. */
  List<Worker> all() {
    List<Worker> known = all;
    if (known == null) {
      known = List.copyOf(sorted);
      all = known;
    }
    return known;
  }

  int size() {
    return sorted.size();
  }
}
