package io.dispatchcloud.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Writes server-sent events to one client. A write waits until the client has taken what came
 * before; so nothing piles up. For one thread.
 */
final class EventWriter {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final OutputStream out;
  private final Streams streams;
  private final LongSupplier nanoseconds;
  private long written;

  EventWriter(OutputStream out, Streams streams, LongSupplier nanoseconds) {
    this.out = out;
    this.streams = streams;
    this.nanoseconds = nanoseconds;
    this.written = nanoseconds.getAsLong();
  }

  boolean closing() {
    return streams.closing();
  }

  /**
   * Writes an event.
   *
   * @param id its id; empty for none
   * @param data one line
   */
  void event(String name, String id, String data) throws IOException {
    String head = "event: " + name + "\n" + (id.isEmpty() ? "" : "id: " + id + "\n");
    write(head + "data: " + data + "\n\n");
  }

  void comment(String text) throws IOException {
    write(": " + text + "\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    written = nanoseconds.getAsLong();
  }

  /** Lets some time pass, and tells a silent client that all is well. */
  void pause(Duration time) throws IOException, InterruptedException {
    if (nanoseconds.getAsLong() - written >= HEARTBEAT.toNanos()) {
      comment("still here");
    }
    streams.pause(time);
  }
}
