package io.dispatchcloud.server.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whole lines, whatever becomes of the disk meanwhile: what could not be written is tried
 * again from where it was cut. For one thread, but for {@link #hurry}.
 */
final class Pen {
  private static final Logger LOG = LoggerFactory.getLogger(Pen.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final String name;
  private final Sink sink;
  private final Duration pause;
  private final CountDownLatch hurried = new CountDownLatch(1);
  private boolean failing;

  Pen(String name, Sink sink) {
    this(name, sink, PAUSE);
  }

  Pen(String name, Sink sink, Duration pause) {
    this.name = name;
    this.sink = sink;
    this.pause = pause;
  }

  /** Does not wait any more for a disk to have room again. */
  void hurry() {
    hurried.countDown();
  }

  /**
   * Writes a text, however long that takes.
   *
   * @return false if it was given up
   */
  boolean write(String text) throws InterruptedException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      boolean last = hurried.getCount() == 0;
      try {
        sink.write(bytes);
        if (failing) {
          failing = false;
          LOG.atInfo().addKeyValue("file", name).log("The event log can be written to again");
        }
      } catch (IOException e) {
        tell(e);
        if (last) {
          return false;
        }
        hurried.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return true;
  }

  private void tell(IOException e) {
    if (!failing) {
      failing = true;
      LOG.atWarn()
          .addKeyValue("file", name)
          .setCause(e)
          .log("The event log can't be written to; trying again, and counting what is missing");
    }
  }
}
