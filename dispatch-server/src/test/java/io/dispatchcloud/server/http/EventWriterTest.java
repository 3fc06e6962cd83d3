package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A writer of events")
class EventWriterTest {
  @Test
  @DisplayName("says after 15 seconds of silence that it is still here, and not before")
  void heartbeat() throws Exception {
    AtomicLong watch = new AtomicLong();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventWriter writer = new EventWriter(out, new Streams(System::nanoTime), watch::get);

    writer.event("event", "a-1", "{}");
    watch.addAndGet(TimeUnit.SECONDS.toNanos(15) - 1);
    writer.pause(Duration.ofMillis(1));
    assertThat(text(out)).isEqualTo("event: event\nid: a-1\ndata: {}\n\n");

    watch.incrementAndGet();
    writer.pause(Duration.ofMillis(1));
    writer.pause(Duration.ofMillis(1));
    assertThat(text(out)).endsWith("\n\n: still here\n\n").containsOnlyOnce("still here");
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8);
  }
}
