package io.dispatchcloud.driver.gce;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Keeps what libraries log by slf4j and by java.util.logging, at every level that there is. */
final class AllLogs implements AutoCloseable {
  private static final java.util.logging.Logger JDK = java.util.logging.Logger.getLogger("");
  private static final Logger SLF4J =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(
              event.getLoggerName()
                  + " "
                  + event.getFormattedMessage()
                  + (event.getThrowableProxy() == null
                      ? ""
                      : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
      };
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(entry.getLoggerName() + " " + entry.getMessage() + " " + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final java.util.logging.Level before = JDK.getLevel();
  private final Level beforeToo = SLF4J.getLevel();

  AllLogs() {
    JDK.setLevel(java.util.logging.Level.ALL);
    handler.setLevel(java.util.logging.Level.ALL);
    JDK.addHandler(handler);
    SLF4J.setLevel(Level.TRACE);
    appender.setContext(SLF4J.getLoggerContext());
    appender.start();
    SLF4J.addAppender(appender);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    JDK.removeHandler(handler);
    JDK.setLevel(before);
    SLF4J.detachAppender(appender);
    SLF4J.setLevel(beforeToo);
  }
}
