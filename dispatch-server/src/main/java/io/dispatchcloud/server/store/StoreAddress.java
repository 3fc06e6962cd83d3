package io.dispatchcloud.server.store;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import io.dispatchcloud.queue.jdbc.SharedFile;
import io.dispatchcloud.queue.jdbc.UnreachableException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a store is, and how to get in; checked.
 *
 * @param url the database's address, without a password
 * @param user who logs in; empty for nobody in particular
 * @param password with what; may be empty
 * @param schema the database schema
 */
public record StoreAddress(String url, String user, Secret password, String schema) {
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String H2 = "jdbc:h2:";
  private static final Pattern PASSWORD =
      Pattern.compile("[?&;]\\s*\\w*password\\s*=|//[^/?]*@", Pattern.CASE_INSENSITIVE);
  // A quarter of a minute in all.
  private static final int TRIES = 30;
  private static final Duration PAUSE = Duration.ofMillis(500);
  // More than all that is tried for a database that can't be reached.
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String H2_ADDRESS = "h2.bindAddress";

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if it can't be the address of a store
   */
  public StoreAddress {
    checkUrl(url);
    // Checks the name.
    schema = new JdbcSettings(schema, AttemptLimits.DEFAULT).schema();
  }

  /**
   * Checks what somebody wrote down, and reads the password.
   *
   * @param url the database's address
   * @param settings all else
   * @param password the password where no file is named
   * @return the address
   * @throws IllegalArgumentException if something is wrong with it
   */
  public static StoreAddress of(String url, StoreSettings settings, String password) {
    Path file = settings.passwordFile();
    return new StoreAddress(
        url,
        settings.user() == null ? "" : settings.user(),
        file == null ? Secret.of(password) : read(file),
        settings.schema() == null ? JdbcSettings.DEFAULT.schema() : settings.schema());
  }

  /**
   * Looks whether a store could have that address.
   *
   * @param url the address
   * @throws IllegalArgumentException if not; never shows a password
   */
  public static void checkUrl(String url) {
    if (PASSWORD.matcher(url).find()) {
      throw new IllegalArgumentException(
          "an address with a password in it, not shown here; expected one without: the password"
              + " belongs in a file or in the environment variable DISPATCH_STORE_PASSWORD");
    }
    if (!url.startsWith(POSTGRESQL) && !url.startsWith(H2)) {
      throw new IllegalArgumentException(
          "'%s'; expected jdbc:postgresql://host/database or jdbc:h2:file:/path".formatted(url));
    }
    if (url.startsWith(H2 + "mem:")) {
      throw new IllegalArgumentException(
          "'%s'; expected a database that outlives this process".formatted(url));
    }
  }

  private static Secret read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      Optional<String> first = lines.findFirst();
      if (first.isPresent() && !first.get().isEmpty()) {
        return Secret.of(first.get());
      }
    } catch (MalformedInputException e) {
      // Told below, like a file that is not there.
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IllegalArgumentException(
          "passwordFile: '" + file + "'; expected a file that can be read", e);
    }
    throw new IllegalArgumentException(
        "passwordFile: '" + file + "'; expected a file whose first line is the password");
  }

  /**
   * Opens it. Not where H2's file is held by a process that does not answer: that would take as
   * long as it is there.
   *
   * @param limits when to give a container up
   * @return the store, to be closed
   * @throws UnreachableException if it can't be reached at the moment
   * @throws ControllerException if it refuses the credentials, or something else is wrong with it
   * @throws InterruptedException if the thread is interrupted
   */
  public JdbcController open(AttemptLimits limits)
      throws ControllerException, InterruptedException {
    return open(limits, PATIENCE);
  }

  JdbcController open(AttemptLimits limits, Duration patience)
      throws ControllerException, InterruptedException {
    try (Opening opening = begin(limits)) {
      return opening
          .await(patience)
          .orElseThrow(() -> new ControllerException("open the store: " + whyNotYet()));
    }
  }

  /**
   * Begins to open it, in a thread of its own.
   *
   * @param limits when to give a container up
   * @return what is waited for; to be closed
   */
  public Opening begin(AttemptLimits limits) {
    return new Opening(() -> openHere(limits));
  }

  /**
   * Says why opening takes so long.
   *
   * @return who is waited for, and what can be done, for people
   */
  public String whyNotYet() {
    return SharedFile.of(url)
        .map(SharedFile::whoHolds)
        .orElse("the database at " + url + " has not answered yet");
  }

  private JdbcController openHere(AttemptLimits limits) throws ControllerException {
    if (System.getProperty(H2_ADDRESS) == null) {
      // The processes that share a file talk to each other; nobody else is to hear them.
      System.setProperty(H2_ADDRESS, "127.0.0.1");
    }
    JdbcSettings settings = new JdbcSettings(schema, limits);
    for (int tries = 1; true; tries++) {
      try {
        return JdbcController.open(shared(url), user, password, settings);
      } catch (ControllerException e) {
        if (!isBeingTakenOver(e) || tries >= TRIES || isInterruptedAfter(PAUSE)) {
          throw e;
        }
      }
    }
  }

  /** Whoever held the file is gone, and whoever is to hold it next is about to. */
  private boolean isBeingTakenOver(ControllerException e) {
    return url.startsWith(H2)
        && e.getCause() instanceof SQLException cause
        && "08000".equals(cause.getSQLState());
  }

  private static boolean isInterruptedAfter(Duration pause) {
    try {
      return new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** A file of H2's is shared by processes, and what was committed is there after a crash. */
  static String shared(String url) {
    String upper = url.toUpperCase(Locale.ROOT);
    if (!url.startsWith(H2) || url.matches(H2 + "(tcp|ssl|zip|nio:zip):.*")) {
      return url;
    }
    boolean said = upper.contains(";AUTO_SERVER=") || upper.contains(";FILE_LOCK=");
    return url
        + (said ? "" : ";AUTO_SERVER=TRUE")
        // Whoever serves the file may be stopped: without an answer for so long, it is asked again.
        + (upper.contains(";NETWORK_TIMEOUT=") ? "" : ";NETWORK_TIMEOUT=15000")
        + (upper.contains(";WRITE_DELAY=") ? "" : ";WRITE_DELAY=0")
        // Its own log is in a file beside it, and quotes rows: they may hold secrets.
        + (upper.contains(";TRACE_LEVEL_FILE=") ? "" : ";TRACE_LEVEL_FILE=0");
  }
}
