package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.executor.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A machine with the runner on it, as a dispatcher sees it: commands go in, answers come out.
 * Output is read to its end, so a command that leaves anything behind with its stdout or stderr
 * open hangs the test, as it would hang an SSH channel.
 */
final class RunnerMachine implements AutoCloseable {
  private final Path directory;
  private final Path program;

  /**
   * Puts the runner into a directory.
   *
   * @param interpreter what the program's first line says: it is the shell that runs it
   * @param awk the awk to find first in the path; empty for the machine's own
   */
  RunnerMachine(Path directory, String interpreter, String awk) throws IOException {
    this.directory = directory;
    this.program = directory.resolve("dispatch-run");
    String text;
    try (InputStream resource = RunnerMachine.class.getResourceAsStream("dispatch-run")) {
      text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
    Files.writeString(program, text.replaceFirst("#!/bin/sh", "#!" + interpreter));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.createDirectory(directory.resolve("tools"));
    if (!awk.isEmpty()) {
      putTool("awk", "exec " + awk + " \"$@\"");
    }
  }

  /** Puts a shell script where the runner finds it before any other program of that name. */
  void putTool(String name, String script) throws IOException {
    Path tool = directory.resolve("tools").resolve(name);
    Files.writeString(tool, "#!/bin/sh\n" + script + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
  }

  /** The runner, as it is called. */
  String program() {
    return program.toString();
  }

  /** What a command answered. */
  record Answer(int status, Output output, String stderr) {
    byte[] bytes() {
      return output.bytes();
    }

    String stdout() {
      return output.text();
    }

    List<String> lines() {
      return stdout().lines().toList();
    }

    String generation() {
      return lines().stream()
          .filter(line -> line.startsWith("generation "))
          .map(line -> line.substring("generation ".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  Path state() {
    return directory.resolve("containers");
  }

  Path attempt(String id, long attempt) {
    return state().resolve(id + "~" + attempt);
  }

  /**
   * A shell's job in the background has INT and QUIT ignored, and so has all that it starts; no
   * shell can undo that. An SSH server starts its sessions without. GNU's env can undo it.
   */
  private static final List<String> DEFAULT_SIGNALS = defaultSignals();

  private static List<String> defaultSignals() {
    List<String> undo = List.of("env", "--default-signal=INT,QUIT");
    List<String> trial = new ArrayList<>(undo);
    trial.add("true");
    try {
      boolean works = new ProcessBuilder(trial).start().waitFor() == 0;
      return works ? undo : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a command and does not wait for it. */
  Process begin(String... arguments) {
    List<String> line = new ArrayList<>(DEFAULT_SIGNALS);
    line.add(program.toString());
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder
        .environment()
        .merge("PATH", "", (path, none) -> directory.resolve("tools") + ":" + path);
    builder.environment().put("FROM_THE_SESSION", "must not reach a container");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer run(String... arguments) {
    return feed("", arguments);
  }

  /** Runs a command with this text on its stdin. */
  Answer feed(String stdin, String... arguments) {
    Process process = begin(arguments);
    write(process, stdin);
    return answer(process);
  }

  static void write(Process process, String stdin) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(stdin.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading all of it: it says why in its answer.
    }
  }

  static Answer answer(Process process) {
    try {
      byte[] stdout = process.getInputStream().readAllBytes();
      String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), new Output(stdout, 0), stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  Answer start(String id, String configuration) {
    return feed(configuration, "--detach", "--stdin-config", id);
  }

  /** Starts a shell command, which must succeed. */
  void startShell(String id, long attempt, String script) {
    Answer answer = start(id, shell(attempt, script));
    assertThat(answer.stderr()).isEmpty();
    assertThat(answer.status()).isZero();
  }

  static String shell(long attempt, String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    return configuration(attempt, command, Map.of());
  }

  static String configuration(long attempt, List<String> command, Map<String, String> environment) {
    String words = String.join(",", command.stream().map(RunnerMachine::quoted).toList());
    String variables =
        String.join(
            ",",
            environment.entrySet().stream()
                .map(e -> quoted(e.getKey()) + ":" + quoted(e.getValue()))
                .toList());
    return "{\"attempt\":%d,\"command\":[%s],\"environment\":{%s}}"
        .formatted(attempt, words, variables);
  }

  /** A JSON string. */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** The lines of --list, without the generation. */
  List<String> list() {
    Answer answer = run("--list");
    assertThat(answer.stderr()).isEmpty();
    assertThat(answer.status()).isZero();
    return answer.lines().stream().filter(line -> !line.startsWith("generation ")).toList();
  }

  void awaitList(String... lines) {
    Awaitility.await().untilAsserted(() -> assertThat(list()).containsExactlyInAnyOrder(lines));
  }

  /** Waits until the container has written this text to its stdout. */
  void awaitStdout(String id, long attempt, String text) {
    Path stdout = attempt(id, attempt).resolve("stdout");
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(Files.readString(stdout, StandardCharsets.ISO_8859_1)).contains(text));
  }

  /** Makes an empty file in the directory of an attempt. */
  void putFile(String id, long attempt, String file) {
    try {
      Files.createFile(attempt(id, attempt).resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments of a process, each with a NUL after it; empty for one that is gone. */
  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** The first process of a payload. */
  ProcessHandle payload(String id, long attempt) throws IOException {
    String pid = Files.readString(attempt(id, attempt).resolve("pid")).split(" ", -1)[0];
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** The process that looks after a payload. */
  ProcessHandle supervisor(String id, long attempt) throws IOException {
    return payload(id, attempt).parent().orElseThrow();
  }

  /** Everything that runs in this machine's directory, or has it in its command line. */
  List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::isOurs).toList();
  }

  private boolean isOurs(ProcessHandle process) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      String line = Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return line.contains(directory.toString())
          || Files.readSymbolicLink(proc.resolve("cwd")).startsWith(directory);
    } catch (IOException e) {
      return false; // gone, a zombie, or not ours to look at
    }
  }

  /** Waits for the end of all: a supervisor goes a moment after the result that it wrote. */
  void awaitNothingRuns() {
    Awaitility.await().untilAsserted(() -> assertThat(processes()).isEmpty());
  }

  /** All files below the state directory, with what is in them. */
  Stream<byte[]> contents() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(state())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readAllBytes(file));
      }
    }
    return contents.stream();
  }

  /** Ends all that a test left running; it is a failure if that can't be done. */
  @Override
  public void close() {
    Awaitility.await()
        .untilAsserted(
            () -> {
              for (ProcessHandle process : processes()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
              }
              assertThat(processes()).isEmpty();
            });
  }
}
