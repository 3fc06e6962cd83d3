package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceId;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All workers, by the ids of their instances. Belongs to the loop. */
final class Workers {
  private final TreeMap<InstanceId, Worker> byId = new TreeMap<>();
  // Walked through in every pass, and seldom changed.
  private @Nullable List<Worker> all = List.of();

  void add(Worker worker) {
    byId.put(worker.id, worker);
    all = null;
  }

  void remove(InstanceId id) {
    byId.remove(id);
    all = null;
  }

  @Nullable Worker get(InstanceId id) {
    return byId.get(id);
  }

  boolean has(InstanceId id) {
    return byId.containsKey(id);
  }

  /** All there are now, by id; the list stays as it is when some come or go. */
  List<Worker> all() {
    List<Worker> known = all;
    if (known == null) {
      known = List.copyOf(byId.values());
      all = known;
    }
    return known;
  }

  int size() {
    return byId.size();
  }
}
