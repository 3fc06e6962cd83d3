package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The instance types of one pass, numbered, with what is known of each in that pass. */
final class Types {
  /** The part of SCH-4 that a type decides, best first. */
  static final Comparator<InstanceType> ORDER =
      Comparator.comparing(InstanceType::price)
          .thenComparing(Comparator.comparingInt(InstanceType::vcpus).reversed())
          .thenComparing(Comparator.comparingLong(InstanceType::ram).reversed())
          .thenComparing(Comparator.comparingLong(InstanceType::scratch).reversed());

  private final Set<String> bootsFailing;
  private final Set<String> atCapacity;
  private final List<Known> known = new ArrayList<>();
  private final Map<InstanceType, Known> equal = new HashMap<>();
  // Nearly always it is the very same object: no need to compare prices and names.
  private final IdentityHashMap<InstanceType, Known> same = new IdentityHashMap<>();

  /** A type in one pass. */
  static final class Known {
    final InstanceType type;
    final int number;
    final Resources resources;
    final boolean failing;
    final boolean full;
    final ContainerStatus.WaitingForInstance waiting;

    Known(InstanceType type, int number, boolean failing, boolean full) {
      this.type = type;
      this.number = number;
      this.resources = Sizer.resources(type);
      this.failing = failing;
      this.full = full;
      this.waiting = new ContainerStatus.WaitingForInstance(type.name());
    }

    /** Whether one can be created: its boots do not fail, and the provider has room for it. */
    boolean isCreatable() {
      return !failing && !full;
    }
  }

  Types(PoolView pool) {
    // Not the view itself: statuses outlive the pass, and would keep all of it.
    this.bootsFailing = pool.bootsFailing();
    this.atCapacity = pool.atCapacity();
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
    boolean failing = bootsFailing.contains(type.name());
    boolean full = atCapacity.contains(type.name());
    Known next = new Known(type, known.size(), failing, full);
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

  Known get(int number) {
    return known.get(number);
  }

  int size() {
    return known.size();
  }
}
