package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.Container;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Containers of which an event has told that they run, until a snapshot says since when: the store
 * is asked to record that in between. Not thread-safe.
 */
final class Beginnings {
  private static final int MOST = 10_000;

  private final Latencies latencies;
  private final Set<String> pending = new LinkedHashSet<>();
  private Instant since;

  /**
   * Made with none.
   *
   * @param latencies gets how long those had waited that begin
   * @param since when somebody began to look
   */
  Beginnings(Latencies latencies, Instant since) {
    this.latencies = latencies;
    this.since = since;
  }

  /** Somebody begins to look now: what began before was not seen to begin. */
  void restart(Instant now) {
    pending.clear();
    since = now;
  }

  /** An event has told that a container runs; a new dispatcher tells that of all that do. */
  void told(String container) {
    pending.add(container);
    if (pending.size() > MOST) {
      // It may have gone before any snapshot had its beginning.
      pending.remove(pending.iterator().next());
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** A snapshot has a container. */
  void saw(Container container) {
    Instant started = container.startedAt();
    if (started != null && pending.remove(container.id().value()) && !started.isBefore(since)) {
      latencies.add(container);
    }
  }
}
