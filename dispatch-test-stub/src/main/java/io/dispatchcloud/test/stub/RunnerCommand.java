package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One command line of the runner, taken apart. */
final class RunnerCommand {
  private static final Set<String> COMMANDS =
      Set.of("--detach", "--list", "--result", "--output", "--discard", "--cancel-start");
  private static final Set<String> WITH_VALUE =
      Set.of("--kill", "--fence", "--wait", "--since", "--lease", "--lease-command");

  private final Map<String, String> options = new HashMap<>();
  private final List<String> arguments = new ArrayList<>();
  private String command = "";

  private RunnerCommand() {}

  /**
   * Reads the words after the program's name.
   *
   * @throws IllegalArgumentException if the runner knows no such command
   */
  static RunnerCommand of(List<String> words) {
    RunnerCommand read = new RunnerCommand();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (COMMANDS.contains(word) || word.equals("--kill")) {
        read.command = word;
      }
      if (WITH_VALUE.contains(word)) {
        i++;
        read.options.put(word, i < words.size() ? words.get(i) : "");
      } else if (!word.startsWith("--")) {
        read.arguments.add(word);
      }
    }
    int needed =
        switch (read.command) {
          case "--list" -> 0;
          case "--detach" -> 1;
          case "--result", "--discard", "--cancel-start", "--kill" -> 2;
          case "--output" -> 5;
          default -> throw new IllegalArgumentException("no command that the stub knows");
        };
    // Arguments of the configuration come first, and mean nothing here.
    int extra = read.arguments.size() - needed;
    if (extra < 0) {
      throw new IllegalArgumentException(read.command + " needs " + needed + " arguments");
    }
    read.arguments.subList(0, extra).clear();
    return read;
  }

  long fence() {
    return Long.parseLong(options.getOrDefault("--fence", "0"));
  }

  /** What a list command says of the lease; empty if nothing. */
  String lease() {
    return options.getOrDefault("--lease", "");
  }

  /** Runs it. A waiting command gives up the runner's lock while it waits, and only then. */
  Answer run(PretendRunner runner, InstanceId instance, InputStream stdin)
      throws IOException, InterruptedException {
    byte[] configuration = command.equals("--detach") ? stdin.readAllBytes() : new byte[0];
    synchronized (runner) {
      if (!runner.passes(fence())) {
        return Answer.of(PretendRunner.FENCED);
      }
      return switch (command) {
        case "--list" ->
            runner.list(
                Duration.ofSeconds(Long.parseLong(options.getOrDefault("--wait", "0"))),
                options.getOrDefault("--since", ""));
        case "--detach" -> start(runner, instance, configuration);
        case "--kill" -> runner.kill(Integer.parseInt(options.get("--kill")), attempt());
        case "--result" -> runner.result(attempt());
        case "--output" ->
            runner.output(
                attempt(),
                arguments.get(2).equals("stdout"),
                Long.parseLong(arguments.get(3)),
                Long.parseLong(arguments.get(4)));
        case "--discard" -> runner.discard(attempt());
        default -> runner.cancelStart(attempt());
      };
    }
  }

  private Answer start(PretendRunner runner, InstanceId instance, byte[] configuration)
      throws InterruptedException {
    StubStart start;
    try {
      ContainerId id = new ContainerId(arguments.get(0));
      start = StartReader.read(id, instance, configuration);
    } catch (IOException e) {
      // Nothing of the configuration is repeated: it may hold secrets.
      return Answer.of(PretendRunner.UNUSABLE);
    }
    return runner.start(start);
  }

  private Attempt attempt() {
    return new Attempt(new ContainerId(arguments.get(0)), Long.parseLong(arguments.get(1)));
  }
}
