package io.dispatchcloud.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import io.dispatchcloud.server.show.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Where log lines go while a job runs: all to a file, those that matter to people as well. */
final class Logs implements AutoCloseable {
  private static final String OURS = "io.dispatchcloud";
  private static final String PATTERN =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level [%thread] %logger{30}: %msg%replace( %kvp{NONE}){'^ $',''}%n";

  // An SSH server for local instances: what it says when clients leave is of no use to users.
  private static final List<String> NOISY =
      List.of("io.dispatchcloud.driver.local.ssh", "org.apache.sshd");

  private final LoggerContext context;
  private final Level rootBefore;
  private final FileAppender<ILoggingEvent> toFile = new FileAppender<>();
  private final ToPeople toPeople;

  private Logs(LoggerContext context, Consumer<String> people) {
    this.context = context;
    this.rootBefore = root().getLevel();
    this.toPeople = new ToPeople(people);
  }

  /**
   * Begins.
   *
   * @param file the log; begun anew
   * @param verbose whether it tells more
   * @param people gets warnings and errors, a line each
   */
  static Logs open(Path file, boolean verbose, Consumer<String> people) {
    Logs logs = new Logs((LoggerContext) LoggerFactory.getILoggerFactory(), people);
    logs.begin(file, verbose);
    return logs;
  }

  private void begin(Path file, boolean verbose) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    toFile.setContext(context);
    toFile.setFile(file.toString());
    toFile.setAppend(false);
    toFile.setEncoder(encoder);
    toFile.start();
    toPeople.setContext(context);
    toPeople.start();
    root().addAppender(toFile);
    root().addAppender(toPeople);
    root().setLevel(verbose ? Level.INFO : Level.WARN);
    context.getLogger(OURS).setLevel(verbose ? Level.DEBUG : Level.INFO);
    NOISY.forEach(name -> context.getLogger(name).setLevel(verbose ? null : Level.OFF));
  }

  /** Says what the log is about. */
  void headline(Object what) {
    context.getLogger(Logs.class).info("dispatch run: {}", what);
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  public void close() {
    root().detachAppender(toFile);
    root().detachAppender(toPeople);
    root().setLevel(rootBefore);
    context.getLogger(OURS).setLevel(null);
    NOISY.forEach(name -> context.getLogger(name).setLevel(null));
    toFile.stop();
    toPeople.stop();
  }

  /** Short lines; the file has the stack traces. */
  private static final class ToPeople extends AppenderBase<ILoggingEvent> {
    private final Consumer<String> people;

    ToPeople(Consumer<String> people) {
      this.people = people;
    }

    @Override
    protected void append(ILoggingEvent event) {
      boolean ours = event.getLoggerName().startsWith(OURS);
      if (!event.getLevel().isGreaterOrEqual(ours ? Level.WARN : Level.ERROR)) {
        return;
      }
      StringBuilder line = new StringBuilder();
      line.append(event.getLevel().isGreaterOrEqual(Level.ERROR) ? "error: " : "warning: ");
      line.append(event.getFormattedMessage());
      if (event.getKeyValuePairs() != null) {
        event
            .getKeyValuePairs()
            .forEach(pair -> line.append(' ').append(pair.key).append('=').append(pair.value));
      }
      if (event.getThrowableProxy() != null) {
        line.append(": ").append(event.getThrowableProxy().getMessage());
      }
      people.accept(Words.clean(line.toString()));
    }
  }
}
