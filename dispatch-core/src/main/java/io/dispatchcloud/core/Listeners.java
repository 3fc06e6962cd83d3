package io.dispatchcloud.core;

import io.dispatchcloud.api.queue.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All who are told of events. What one of them throws is logged, and keeps nothing from the others,
 * nor from whoever tells. Thread-safe.
 */
public final class Listeners implements DispatchListener {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  /** One of them, told apart from itself subscribed a second time. */
  private record Listening(DispatchListener listener, Object mark) {}

  private final List<Listening> all = new CopyOnWriteArrayList<>();

  /** Nobody yet. */
  public Listeners() {}

  Listeners(DispatchListener first) {
    subscribe(first);
  }

  /**
   * Has one told of all events from now on.
   *
   * @param listener who; one that is subscribed twice is told twice
   * @return ends it
   */
  public Subscription subscribe(DispatchListener listener) {
    Listening listening = new Listening(listener, new Object());
    all.add(listening);
    return () -> all.remove(listening);
  }

  @Override
  public void onEvent(DispatchEvent event) {
    for (Listening listening : all) {
      try {
        listening.listener().onEvent(event);
      } catch (RuntimeException | LinkageError | AssertionError e) {
        LOG.error("The application's listener failed; the dispatcher goes on", e);
      }
    }
  }
}
