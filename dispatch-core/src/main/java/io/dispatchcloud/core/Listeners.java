package io.dispatchcloud.core;

import io.dispatchcloud.api.queue.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All who are told of events. What one of them throws keeps nothing from the others. */
final class Listeners implements DispatchListener {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  /** One of them, told apart from itself subscribed a second time. */
  private record Listening(DispatchListener listener, Object mark) {}

  private final List<Listening> all = new CopyOnWriteArrayList<>();

  Listeners(DispatchListener first) {
    subscribe(first);
  }

  Subscription subscribe(DispatchListener listener) {
    Listening listening = new Listening(listener, new Object());
    all.add(listening);
    return () -> all.remove(listening);
  }

  @Override
  public void onEvent(DispatchEvent event) {
    for (Listening listening : all) {
      try {
        listening.listener().onEvent(event);
      } catch (RuntimeException e) {
        LOG.error("The application's listener failed; the dispatcher goes on", e);
      }
    }
  }
}
