package io.dispatchcloud.server.events;

import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.Management;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes events on dispatchers' threads, and writes them on one of its own. Thread-safe. */
final class FileEventLog implements EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(FileEventLog.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  // A pass follows soon on whatever happened.
  private static final Duration UNTIL_NEXT_PASS = Duration.ofSeconds(2);
  // Some 20 MB of them.
  private static final int MOST = 100_000;

  private final String name;
  private final Backlog backlog;
  private final Sink sink;
  private final LogWriter writer;
  private final Thread thread;

  FileEventLog(String name, Sink sink, Backlog backlog, LogWriter writer) {
    this.name = name;
    this.sink = sink;
    this.backlog = backlog;
    this.writer = writer;
    this.thread = new Thread(writer, "dispatch-events");
    thread.setDaemon(true);
    thread.start();
  }

  static FileEventLog open(Sink sink, String name) {
    Backlog backlog = new Backlog(MOST);
    return new FileEventLog(name, sink, backlog, new LogWriter(backlog, new Pen(name, sink)));
  }

  @Override
  public Recording record(String instanceSet, Management management) {
    backlog.add(new Backlog.Began(instanceSet, management::snapshot));
    Subscription subscription =
        management.subscribe(event -> backlog.add(event, management.snapshot()));
    return new Recording() {
      @Override
      public void settle() {
        CountDownLatch done = new CountDownLatch(1);
        backlog.add(new Backlog.Settle(done));
        try {
          if (!done.await(UNTIL_NEXT_PASS.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.atDebug().addKeyValue("file", name).log("The event log is slow");
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void close() {
        subscription.close();
        backlog.add(new Backlog.Ended());
      }
    };
  }

  @Override
  public void close() {
    backlog.close();
    writer.hurry();
    try {
      thread.join(PATIENCE.toMillis());
      long left = writer.left();
      if (left > 0) {
        LOG.atWarn()
            .addKeyValue("file", name)
            .addKeyValue("missing", left)
            .log("The event log lacks its last lines: it could not be written to");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      sink.close();
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", name).setCause(e).log("The event log can't be closed");
    }
  }
}
