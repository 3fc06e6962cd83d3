package io.dispatchcloud.server.http;

import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.Management;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last events, numbered from 1: those who read slowly miss some, and hold nothing up.
 * Thread-safe.
 */
final class EventRing {
  private static final int RECENT = 100;

  /** An event and its number. */
  record Numbered(long number, DispatchEvent event) {}

  /**
   * Some events that follow each other.
   *
   * @param events they, oldest first
   * @param missed how many came before them that are gone by now
   * @param last the number of the newest one looked at
   */
  record Batch(List<Numbered> events, long missed, long last) {}

  private final @Nullable DispatchEvent[] events;
  private final Object following = new Object();
  private long last;
  private @Nullable Subscription subscription;

  EventRing(int size) {
    this.events = new @Nullable DispatchEvent[size];
  }

  /** Listens to another dispatcher from now on, or to none. */
  void follow(Optional<Management> management) {
    synchronized (following) {
      if (subscription != null) {
        subscription.close();
        subscription = null;
      }
      management.ifPresent(there -> subscription = there.subscribe(this::add));
    }
  }

  /** Called on the dispatcher's thread: does next to nothing, and wakes nobody. */
  synchronized void add(DispatchEvent event) {
    last++;
    events[place(last)] = event;
  }

  private int place(long number) {
    return (int) (number % events.length);
  }

  /** The number of the newest event; 0 for none yet. */
  synchronized long last() {
    return last;
  }

  /** What came after an event, as far as it is still there: not all at once if that is much. */
  synchronized Batch after(long number, int most) {
    long first = Math.max(number + 1, oldest());
    List<Numbered> found = new ArrayList<>();
    for (long i = first; i <= last && found.size() < most; i++) {
      found.add(numbered(i));
    }
    long end = found.isEmpty() ? Math.max(number, last) : found.get(found.size() - 1).number();
    return new Batch(found, first - number - 1, end);
  }

  private long oldest() {
    return Math.max(1, last - events.length + 1);
  }

  private Numbered numbered(long number) {
    DispatchEvent event = events[place(number)];
    if (event == null) {
      throw new IllegalStateException("no event " + number);
    }
    return new Numbered(number, event);
  }

  List<Numbered> ofContainer(String id) {
    return recent(event -> event.container().equals(id));
  }

  List<Numbered> ofInstance(String id) {
    return recent(event -> event.instance().equals(id));
  }

  private synchronized List<Numbered> recent(Predicate<DispatchEvent> wanted) {
    List<Numbered> found = new ArrayList<>();
    for (long i = last; i >= oldest() && found.size() < RECENT; i--) {
      Numbered each = numbered(i);
      if (wanted.test(each.event())) {
        found.add(0, each);
      }
    }
    return found;
  }
}
