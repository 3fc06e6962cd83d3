package io.dispatchcloud.queue.jdbc.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A process that a test starts, kills, and starts again. */
final class Child {
  /** What one ends with that is started while the database is away: it has nowhere to begin. */
  static final int NO_STORE = 7;

  private final String name;
  private final Path log;
  private final List<String> command;
  private Process process;

  /**
   * Starts one with the JVM and the class path of this one.
   *
   * @param name for people; its log is called so
   */
  Child(Workplace workplace, String name, Class<?> main, String... arguments) throws IOException {
    this.name = name;
    this.log = workplace.log(name);
    this.command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    this.command.addAll(Arrays.asList(arguments));
    this.process = launch();
  }

  /** The store, for a process that ends without it. */
  static JdbcController openStore(String url) {
    try {
      return JdbcController.open(url, "postgres", Secret.of(""), JdbcSettings.DEFAULT);
    } catch (ControllerException e) {
      LoggerFactory.getLogger(Child.class).error("could not open the store", e);
      System.exit(NO_STORE);
      throw new AssertionError("still here", e);
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  void startAgain() throws IOException {
    process = launch();
  }

  String name() {
    return name;
  }

  Process process() {
    return process;
  }

  /** Who it is in the lease that it holds. */
  String holder() {
    return "process " + process.pid();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends {@code STOP}, or {@code CONT}. */
  void signal(String signal) throws IOException, InterruptedException {
    signal(Long.toString(process.pid()), signal);
  }

  static void signal(String pid, String signal) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("kill -" + signal + " " + pid + " ended with " + status);
    }
  }

  void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  String logged() throws IOException {
    return Files.readString(log);
  }
}
