package io.dispatchcloud.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import io.dispatchcloud.server.show.Words;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
  private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();

  private Logs(LoggerContext context) {
    this.context = context;
    this.rootBefore = root().getLevel();
  }

  /**
   * Begins.
   *
   * @param file the log; begun anew
   * @param verbose whether it tells more
   * @param people gets warnings and errors, a line each
   */
  static Logs open(Path file, boolean verbose, Consumer<String> people) {
    Logs logs = new Logs((LoggerContext) LoggerFactory.getILoggerFactory());
    logs.add(logs.toFile(file, false));
    logs.add(new ToPeople(people));
    logs.begin(verbose);
    return logs;
  }

  /**
   * Begins, for what runs for long: all goes to a file, which is continued, or to stderr.
   *
   * @param file the log; null for stderr
   * @param verbose whether it tells more
   * @param err where all goes, or what matters where there is a file
   */
  static Logs ofService(@Nullable Path file, boolean verbose, PrintWriter err) {
    Logs logs = new Logs((LoggerContext) LoggerFactory.getILoggerFactory());
    if (file == null) {
      logs.add(new ToWriter(logs.encoder(), err));
    } else {
      logs.add(logs.toFile(file, true));
      logs.add(
          new ToPeople(
              line -> {
                err.println(line);
                err.flush();
              }));
    }
    logs.begin(verbose);
    return logs;
  }

  private Appender<ILoggingEvent> toFile(Path file, boolean continued) {
    FileAppender<ILoggingEvent> toFile = new FileAppender<>();
    toFile.setFile(file.toString());
    toFile.setAppend(continued);
    toFile.setEncoder(encoder());
    return toFile;
  }

  private PatternLayoutEncoder encoder() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private void add(Appender<ILoggingEvent> appender) {
    appender.setContext(context);
    appender.start();
    appenders.add(appender);
  }

  private void begin(boolean verbose) {
    appenders.forEach(root()::addAppender);
    root().setLevel(verbose ? Level.INFO : Level.WARN);
    context.getLogger(OURS).setLevel(verbose ? Level.DEBUG : Level.INFO);
    NOISY.forEach(name -> context.getLogger(name).setLevel(verbose ? null : Level.OFF));
  }

  /** Says what the log is about. */
  void headline(String command, Object what) {
    context.getLogger(Logs.class).info("dispatch {}: {}", command, what);
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  public void close() {
    appenders.forEach(root()::detachAppender);
    root().setLevel(rootBefore);
    context.getLogger(OURS).setLevel(null);
    NOISY.forEach(name -> context.getLogger(name).setLevel(null));
    appenders.forEach(Appender::stop);
  }

  /** All of it, as the file has it. */
  private static final class ToWriter extends AppenderBase<ILoggingEvent> {
    private final PatternLayoutEncoder encoder;
    private final PrintWriter writer;

    ToWriter(PatternLayoutEncoder encoder, PrintWriter writer) {
      this.encoder = encoder;
      this.writer = writer;
    }

    @Override
    protected void append(ILoggingEvent event) {
      writer.print(encoder.getLayout().doLayout(event));
      writer.flush();
    }
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
