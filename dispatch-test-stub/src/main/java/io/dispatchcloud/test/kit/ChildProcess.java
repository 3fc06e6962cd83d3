package io.dispatchcloud.test.kit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;

/** A {@link StoreChild}, seen from the process that started it. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final ScheduledFuture<?> alarm;
  private final List<String> other = new ArrayList<>();

  private ChildProcess(Process process, Patience patience) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    // Then reading from it ends.
    this.alarm = patience.tooLate(process::destroyForcibly);
  }

  /** Starts one with the class path and the JVM of this process. */
  static ChildProcess start(StoreBench bench, ChildTask task) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StoreChild.class.getName(),
            bench.kit.getName(),
            bench.environment.location(),
            task.name());
    builder.directory(new File("").getAbsoluteFile());
    builder.redirectErrorStream(true);
    return new ChildProcess(builder.start(), bench.patience);
  }

  /** The next thing that it tells. */
  String next() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(StoreChild.PREFIX)) {
        return line.substring(StoreChild.PREFIX.length());
      }
      other.add(line);
    }
    throw new AssertionError("the child process ended early; it wrote: " + other);
  }

  /** All that it tells until its end. */
  List<String> rest() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = next(); !line.equals("end"); line = next()) {
      lines.add(line);
    }
    return lines;
  }

  void expect(String line) throws IOException {
    String told = next();
    if (!told.equals(line)) {
      throw new AssertionError("expected '" + line + "' of the child process, but it told " + told);
    }
  }

  /** Lets it go on. */
  void goOn() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Kills it, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    alarm.cancel(false);
    process.destroyForcibly();
  }
}
