package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.sizing.Room;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** An instance that containers are put on while a pass goes on. */
final class Place {
  /** The order of SCH-4, best first; ids last, those without one after all others. */
  static final Comparator<Place> ORDER =
      Comparator.comparing(Place::isReady)
          .reversed()
          .thenComparing(Comparator.comparingInt(Place::containers).reversed())
          .thenComparing(place -> place.type.price())
          .thenComparing(Comparator.comparingInt((Place place) -> place.type.vcpus()).reversed())
          .thenComparing(Comparator.comparingLong((Place place) -> place.type.ram()).reversed())
          .thenComparing(Comparator.comparingLong((Place place) -> place.type.scratch()).reversed())
          .thenComparing(place -> place.sortKey);

  final @Nullable InstanceId id;
  final InstanceType type;
  final boolean ready;
  final Room room;
  // Places without an id, being created or only planned, come last, in the order of their birth.
  private final String sortKey;
  boolean used;

  Place(@Nullable InstanceId id, InstanceType type, boolean ready, Room room, long number) {
    this.id = id;
    this.type = type;
    this.ready = ready;
    this.room = room;
    this.sortKey = id != null ? "0" + id.value() : "1%019d".formatted(number);
  }

  boolean isReady() {
    return ready;
  }

  int containers() {
    return room.containers();
  }
}
