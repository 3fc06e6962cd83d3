package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Output;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a host does with a command line. */
final class Host {
  private static final int NOT_FOUND = 127;
  private static final String ATTEMPT = "\"attempt\":";

  private final World world;
  private final Vm vm;
  private final SplitMix chance;

  Host(World world, Vm vm, SplitMix chance) {
    this.world = world;
    this.vm = vm;
    this.chance = chance;
  }

  static CommandResult exited(int status, String stdout) {
    return new CommandResult.Exited(
        status, new Output(stdout.getBytes(StandardCharsets.UTF_8), 0), Output.EMPTY);
  }

  /** What somebody says to all commands who sits at an instance's address, and is not it. */
  static CommandResult impostor(SplitMix chance) {
    return switch (chance.nextInt(4)) {
      case 0 -> exited(1, "");
      case 1 -> exited(0, "");
      case 2 -> exited(0, "0123456789abcdef");
      default -> exited(0, "0123456789abcdef0123456789abcdef01234567");
    };
  }

  /**
   * Does it.
   *
   * @param machine who hears the answer; null for nobody
   */
  CommandResult run(@Nullable Machine machine, CommandLine line, Command command) {
    if (line.isRunners()) {
      return runner(machine, line, command);
    }
    return switch (line.program()) {
      case "cat" -> exited(vm.secret.isEmpty() ? 1 : 0, vm.secret);
      case "sh" -> deploy(command.stdin().length > 0);
      default -> exited(vm.hasBooted(world.time.now()) ? 0 : 1, "");
    };
  }

  private CommandResult deploy(boolean copies) {
    if (copies) {
      vm.runner.deployed = true;
      return exited(0, "copied\n");
    }
    return exited(0, vm.runner.deployed ? "present\n" : "absent\n");
  }

  private CommandResult runner(@Nullable Machine machine, CommandLine line, Command command) {
    if (!vm.runner.deployed) {
      return exited(NOT_FOUND, "");
    }
    if (!vm.runner.passes(line.fence())) {
      return exited(Runner.FENCED, "");
    }
    return switch (line.command()) {
      case "--list" -> list(machine, line);
      case "--detach" -> start(line, command);
      case "--kill" ->
          exited(
              vm.runner.kill(
                  Integer.parseInt(line.argument(0)),
                  attempt(line.argument(1), line.argument(2)),
                  chance),
              "");
      case "--result" -> {
        String result = vm.runner.result(attempt(line.argument(0), line.argument(1)));
        yield result == null ? exited(Runner.ABSENT, "") : exited(Runner.DONE, result);
      }
      case "--discard" ->
          exited(vm.runner.discard(attempt(line.argument(0), line.argument(1))), "");
      case "--cancel-start" ->
          exited(0, vm.runner.cancelStart(attempt(line.argument(0), line.argument(1))));
      default -> exited(Runner.UNUSABLE, "");
    };
  }

  private static Attempt attempt(String id, String number) {
    return new Attempt(new ContainerId(id), Long.parseLong(number));
  }

  private CommandResult list(@Nullable Machine machine, CommandLine line) {
    String lease = line.option("--lease");
    if (!lease.isEmpty()) {
      long seconds = Long.parseLong(lease.substring(0, lease.length() - 1));
      vm.runner.renewLease(Duration.ofSeconds(seconds), line.has("--hold"));
    }
    if (!line.option("--notice-command").isEmpty()) {
      vm.runner.notices().ask(chance);
    }
    if (machine != null && !vm.runner.notices().heard().isEmpty()) {
      machine.whenKnown(() -> world.judge.noticed(machine, vm.id));
    }
    // What a waiting list finds is no answer to a probe.
    if (machine != null && !line.has("--wait")) {
      vm.answered(world.time.now());
      world.judge.answered(vm.id);
    }
    return exited(0, vm.runner.list());
  }

  private CommandResult start(CommandLine line, Command command) {
    Attempt attempt = started(line, command);
    if (chance.chance(world.plan.rate(Fault.RUNNER_CRASHES_BEFORE))) {
      world.struck(Fault.RUNNER_CRASHES_BEFORE, vm + " " + attempt);
      vm.runner.crashBeforeStart(attempt, chance.nextBoolean());
      return new CommandResult.Killed("KILL", Output.EMPTY, Output.EMPTY);
    }
    int status = vm.runner.start(attempt, chance);
    if (status != Runner.DONE) {
      world.log.add(vm + " refuses " + attempt + ": status " + status);
    }
    return exited(status, "");
  }

  /** What a start command is about. */
  static Attempt started(CommandLine line, Command command) {
    String configuration = new String(command.stdin(), StandardCharsets.UTF_8);
    return attempt(line.argument(1), number(configuration));
  }

  private static String number(String configuration) {
    int from = configuration.indexOf(ATTEMPT) + ATTEMPT.length();
    int to = from;
    while (Character.isDigit(configuration.charAt(to))) {
      to++;
    }
    return configuration.substring(from, to);
  }
}
