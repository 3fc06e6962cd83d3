package io.dispatchcloud.driver.ec2;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.LoggerFactory;

/** All that the SDK logs, at its most talkative. */
final class WireLog {
  private final Logger sdk = (Logger) LoggerFactory.getLogger("software.amazon.awssdk");
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
        }
      };

  WireLog() {
    appender.start();
    sdk.setLevel(Level.TRACE);
    sdk.setAdditive(false);
    sdk.addAppender(appender);
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  void close() {
    sdk.detachAppender(appender);
    sdk.setLevel(Level.INFO);
    sdk.setAdditive(true);
  }
}
