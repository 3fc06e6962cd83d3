package io.dispatchcloud.server.http;

import java.io.IOException;

/** What tells one client of events for as long as it listens. */
@FunctionalInterface
interface EventSource {
  /** Writes until the client is gone, which is an IOException, or the writer is closing. */
  void run(EventWriter out) throws IOException, InterruptedException;
}
