package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The instance set ids of one run of the kit, which nobody else has: all that carries them is the
 * kit's to destroy. Thread-safe.
 */
final class KitSets {
  private final String run = "kit-" + UUID.randomUUID().toString().substring(0, 13);
  private final AtomicInteger count = new AtomicInteger();
  private final Set<String> notSwept = new TreeSet<>();

  InstanceSetId newId() {
    InstanceSetId id = new InstanceSetId(run + "-" + count.incrementAndGet());
    synchronized (notSwept) {
      notSwept.add(id.value());
    }
    return id;
  }

  /** Nothing carries this id any more. */
  void done(InstanceSetId id) {
    synchronized (notSwept) {
      notSwept.remove(id.value());
    }
  }

  /** What may still be there. */
  List<InstanceSetId> notSwept() {
    synchronized (notSwept) {
      return notSwept.stream().map(InstanceSetId::new).toList();
    }
  }

  /** Destroys all that a set has, until a listing is empty, and closes it. */
  static void sweep(InstanceSet set, Map<String, String> tags, Patience patience) throws Exception {
    try (set) {
      patience.until(
          "all instances of " + tags + " are gone",
          () -> destroyAll(set, tags),
          left -> left.isEmpty());
    }
  }

  private static List<Instance> destroyAll(InstanceSet set, Map<String, String> tags)
      throws CloudException {
    List<Instance> ours =
        set.instances(tags).stream()
            .filter(instance -> instance.tags().entrySet().containsAll(tags.entrySet()))
            .toList();
    for (Instance instance : ours) {
      instance.destroy();
    }
    return ours;
  }
}
