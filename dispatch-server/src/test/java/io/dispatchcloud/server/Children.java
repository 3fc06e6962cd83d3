package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program in processes of its own; those that still run are killed in the end. Public for the
 * tests of HTTP.
 */
public final class Children implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Map<String, String> environment;
  private final List<Process> all = new ArrayList<>();

  /**
   * Made for one test.
   *
   * @param folder where they run, and what they say goes
   * @param environment more environment variables for them
   */
  public Children(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Starts one; what it says goes to {@code name.log}. */
  public Process start(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    all.add(process);
    return process;
  }

  /** Runs one to its end; gives what it said. */
  public String run(int status, String name, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(name, arguments);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(name).isTrue();
    assertThat(process.exitValue()).as(said(name)).isEqualTo(status);
    return said(name);
  }

  public String said(String name) throws IOException {
    return Files.readString(log(name));
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  public void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    all.forEach(Process::destroyForcibly);
  }
}
