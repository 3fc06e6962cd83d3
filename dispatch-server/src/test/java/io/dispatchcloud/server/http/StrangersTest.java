package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("Wrong tokens")
class StrangersTest {
  @Test
  @DisplayName("are told to the log once a minute at the most, with how many there were")
  void onceAMinute() {
    Logger logger = (Logger) LoggerFactory.getLogger(Strangers.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.WARN);
    try {
      AtomicLong watch = new AtomicLong();
      Strangers strangers = new Strangers(watch::get);
      for (int i = 0; i < 4; i++) {
        strangers.came("10.0.0.1");
      }
      assertThat(log.list).hasSize(1);
      watch.addAndGet(TimeUnit.MINUTES.toNanos(1));
      strangers.came("10.0.0.2");
      assertThat(log.list).hasSize(2);
      assertThat(log.list.get(1).getKeyValuePairs().toString()).contains("10.0.0.2", "times=\"4\"");
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }
}
