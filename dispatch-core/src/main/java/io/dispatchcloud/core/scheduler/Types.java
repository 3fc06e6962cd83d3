package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The instance types that were met so far, numbered in the order in which they were met. */
final class Types {
  /** The part of SCH-4 that a type decides, best first. */
  static final Comparator<InstanceType> ORDER =
      Comparator.comparing(InstanceType::price)
          .thenComparing(Comparator.comparingInt(InstanceType::vcpus).reversed())
          .thenComparing(Comparator.comparingLong(InstanceType::ram).reversed())
          .thenComparing(Comparator.comparingLong(InstanceType::scratch).reversed());

  private final List<Known> known = new ArrayList<>();
  private final Map<InstanceType, Known> equal = new HashMap<>();
  // Nearly always it is the very same object: no need to compare prices and names.
  private final IdentityHashMap<InstanceType, Known> same = new IdentityHashMap<>();

  /** A type with its number. */
  static final class Known {
    final InstanceType type;
    final int number;
    final Resources resources;
    final ContainerStatus.WaitingForInstance waiting;

    Known(InstanceType type, int number) {
      this.type = type;
      this.number = number;
      this.resources = Sizer.resources(type);
      this.waiting = new ContainerStatus.WaitingForInstance(type.name());
    }
  }

  Known of(InstanceType type) {
    Known found = same.get(type);
    if (found == null) {
      found = equal.computeIfAbsent(type, this::learn);
      same.put(type, found);
    }
    return found;
  }

  private Known learn(InstanceType type) {
    Known next = new Known(type, known.size());
    known.add(next);
    return next;
  }

  /** The rank of each type by {@link #ORDER}; those that are alike have the same. */
  int[] ranks() {
    List<Known> sorted = new ArrayList<>(known);
    sorted.sort(Comparator.comparing(each -> each.type, ORDER));
    int[] ranks = new int[known.size()];
    int rank = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if (i > 0 && ORDER.compare(sorted.get(i - 1).type, sorted.get(i).type) != 0) {
        rank++;
      }
      ranks[sorted.get(i).number] = rank;
    }
    return ranks;
  }

  /** All by number, for one who outlives the pass: what is met later is not in it. */
  Known[] all() {
    return known.toArray(Known[]::new);
  }

  int size() {
    return known.size();
  }
}
