package io.dispatchcloud.server.http;

import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Management;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest model for all clients of the page: made when one of them looks, and four times a
 * second at the most, however many they are. Thread-safe.
 */
final class LiveHub {
  private static final long DISTANCE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONG_AGO = TimeUnit.SECONDS.toNanos(5);

  private final Supplier<Optional<Management>> current;
  private final EventRing events;
  private final InstantSource clock;
  private final LongSupplier nanoseconds;
  private final Latencies latencies = new Latencies();
  private final Beginnings beginnings;
  private @Nullable Management shown;
  private @Nullable DispatcherSnapshot source;
  private LiveModel model;
  private long made;
  private long seen;

  LiveHub(
      Supplier<Optional<Management>> current,
      EventRing events,
      InstantSource clock,
      LongSupplier nanoseconds) {
    this.current = current;
    this.events = events;
    this.clock = clock;
    this.nanoseconds = nanoseconds;
    this.beginnings = new Beginnings(latencies, clock.instant());
    this.model = LiveModels.none(clock.instant());
    this.made = nanoseconds.getAsLong() - LONG_AGO;
  }

  Latencies latencies() {
    return latencies;
  }

  synchronized LiveModel model() {
    long now = nanoseconds.getAsLong();
    if (now - made < DISTANCE) {
      return model;
    }
    Management management = current.get().orElse(null);
    DispatcherSnapshot snapshot = management == null ? null : management.snapshot();
    if (now - made >= LONG_AGO || begins(management, snapshot)) {
      // Nobody is told of what began while nobody looked, or under another dispatcher.
      seen = events.last();
      beginnings.restart(clock.instant());
    }
    if (snapshot == null) {
      model = source == null ? model : LiveModels.none(clock.instant());
    } else if (isOther(snapshot)) {
      model = LiveModels.of(snapshot, began());
    }
    shown = management;
    source = snapshot;
    made = now;
    return model;
  }

  @SuppressWarnings("ReferenceEquality") // an equal one made anew is only looked at again
  private boolean isOther(DispatcherSnapshot snapshot) {
    return snapshot != source;
  }

  /** Whether another dispatcher has become the active one since the last look. */
  private boolean begins(@Nullable Management management, @Nullable DispatcherSnapshot snapshot) {
    boolean led = source != null && source.state() == DispatcherState.ACTIVE;
    boolean leads = snapshot != null && snapshot.state() == DispatcherState.ACTIVE;
    return leads && (!led || management != shown);
  }

  private Beginnings began() {
    EventRing.Batch batch = events.after(seen, Integer.MAX_VALUE);
    for (EventRing.Numbered each : batch.events()) {
      if (each.event().kind() == DispatchEvent.Kind.CONTAINER_RUNNING) {
        beginnings.told(each.event().container());
      }
    }
    seen = batch.last();
    return beginnings;
  }
}
