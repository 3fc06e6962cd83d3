package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorException.Reason;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.api.executor.Output;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One dispatcher's connection to one host, and all that goes wrong with it. */
final class Connection implements Executor {
  private static final Duration ROUND_TRIP = Duration.ofMillis(60);
  private static final Duration CONNECT_AT_MOST = Duration.ofMinutes(1);
  private static final Duration COMMAND_AT_MOST = Duration.ofMinutes(5);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(40);
  private static final Duration LATER = Duration.ofMinutes(2);

  private static final Fault[] FAULTS = {
    Fault.SSH_HANGS, Fault.SSH_DROPPED_UNDONE, Fault.SSH_DROPPED_DONE, Fault.SSH_DROPPED_DONE_LATER
  };

  private final World world;
  private final Machine machine;
  private final SplitMix chance;
  private ExecutorTarget target;
  private @Nullable Vm host;
  private String connectedTo = "";
  // What had ended all connections to that host before this one was made.
  private long drops;
  private @Nullable HostKey verified;
  private boolean closed;

  Connection(World world, Machine machine, SplitMix chance, ExecutorTarget target) {
    this.world = world;
    this.machine = machine;
    this.chance = chance;
    this.target = target;
  }

  @Override
  public void setTarget(ExecutorTarget newTarget) {
    target = newTarget;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public CommandResult run(Command command) throws ExecutorException, InterruptedException {
    CommandLine line = CommandLine.of(command.line());
    if (line.isRunners() && line.command().equals("--detach")) {
      announce(Host.started(line, command));
    }
    Vm vm = connected();
    Fault fault = draw();
    if (fault != null && !line.has("--wait")) {
      return broken(fault, vm, line, command);
    }
    machine.pause(chance.upTo(ROUND_TRIP));
    CommandResult result = carryOut(vm, line, command);
    machine.pause(chance.upTo(ROUND_TRIP));
    return result;
  }

  private void announce(Attempt attempt) {
    Vm vm = world.cloud.at(target.address().orElse(""));
    if (vm != null) {
      world.judge.startSent(machine, attempt, vm.id);
    }
  }

  private CommandResult carryOut(Vm vm, CommandLine line, Command command)
      throws ExecutorException {
    if (!vm.answers(world.time.now())) {
      disconnect();
      machine.pause(KEEP_ALIVE);
      return unknown("the connection is dead");
    }
    if (line.has("--wait")) {
      Duration wait = Duration.ofSeconds(Long.parseLong(line.option("--wait")));
      while (vm.answers(world.time.now())
          && vm.runner.generation().equals(line.option("--since"))
          && machine.awaitNews(vm, wait)) {
        if (closed) {
          throw new ExecutorException(Reason.CLOSED, "closed");
        }
      }
      if (!vm.answers(world.time.now())) {
        disconnect();
        return unknown("the connection is dead");
      }
    }
    return new Host(world, vm, chance).run(machine, line, command);
  }

  private static CommandResult unknown(String why) {
    return new CommandResult.OutcomeUnknown(why, Output.EMPTY, Output.EMPTY);
  }

  /** A fault for a command; null for none. One draw for all of them. */
  private @Nullable Fault draw() {
    double all = 0;
    for (Fault fault : FAULTS) {
      all += world.plan.rate(fault);
    }
    if (all == 0) {
      return null;
    }
    double drawn = chance.nextDouble();
    for (Fault fault : FAULTS) {
      double rate = world.plan.rate(fault);
      if (drawn < rate) {
        return fault;
      }
      drawn -= rate;
    }
    return null;
  }

  private CommandResult broken(Fault fault, Vm vm, CommandLine line, Command command) {
    world.struck(fault, machine.name + " " + vm + " " + line);
    disconnect();
    switch (fault) {
      case SSH_HANGS -> machine.pause(command.timeout().orElse(COMMAND_AT_MOST));
      case SSH_DROPPED_UNDONE -> machine.pause(chance.upTo(KEEP_ALIVE));
      case SSH_DROPPED_DONE -> {
        machine.pause(chance.upTo(ROUND_TRIP));
        doAlone(vm, line, command);
        machine.pause(chance.upTo(KEEP_ALIVE));
      }
      default -> {
        world.time.after(chance.upTo(LATER), () -> doAlone(vm, line, command));
        machine.pause(chance.upTo(KEEP_ALIVE));
      }
    }
    return unknown("the connection went");
  }

  /** The host does it, and nobody hears of that. */
  private void doAlone(Vm vm, CommandLine line, Command command) {
    if (vm.answers(world.time.now())) {
      new Host(world, vm, chance).run(null, line, command);
    }
  }

  // Connecting.

  private Vm connected() throws ExecutorException, InterruptedException {
    if (closed) {
      throw new ExecutorException(Reason.CLOSED, "closed");
    }
    String address = target.address().orElse("");
    if (address.isEmpty()) {
      throw new ExecutorException(Reason.NO_ADDRESS, "it has no address yet");
    }
    Vm known = host;
    if (known != null
        && connectedTo.equals(address)
        && known.address.equals(address)
        && drops == known.drops(world.time.now())) {
      return known;
    }
    disconnect();
    Vm vm = world.cloud.at(address);
    if (vm != null && !vm.ours) {
      // Whether it answers or not.
      world.judge.touched(vm.id, false, machine.name, false, Duration.ZERO);
    }
    if (vm == null || !vm.answers(world.time.now())) {
      // Either nobody is there, or somebody says so.
      machine.pause(chance.nextBoolean() ? CONNECT_AT_MOST : chance.upTo(ROUND_TRIP));
      throw new ExecutorException(Reason.UNREACHABLE, "nobody answers at " + address);
    }
    machine.pause(chance.upTo(ROUND_TRIP));
    if (chance.chance(world.plan.rate(Fault.SSH_REFUSED))) {
      world.struck(Fault.SSH_REFUSED, machine.name + " " + vm);
      throw new ExecutorException(Reason.UNREACHABLE, "connection refused");
    }
    long made = vm.drops(world.time.now());
    verify(vm);
    host = vm;
    drops = made;
    connectedTo = address;
    return vm;
  }

  private void verify(Vm vm) throws ExecutorException, InterruptedException {
    boolean impostor = vm.isImpostor(world.time.now());
    HostKey shown = impostor ? Vm.key("impostor") : vm.key;
    if (verified != null && verified.equals(shown)) {
      return;
    }
    HostKeyVerdict verdict =
        target.verifyHostKey(
            shown,
            command -> {
              machine.pause(chance.upTo(ROUND_TRIP));
              return impostor
                  ? Host.impostor(chance)
                  : new Host(world, vm, chance)
                      .run(machine, CommandLine.of(command.line()), command);
            });
    if (verdict != HostKeyVerdict.ACCEPTED) {
      throw new ExecutorException(Reason.HOST_KEY_REFUSED, "the host key is not " + target + "'s");
    }
    verified = shown;
    if (impostor) {
      world.judge.trusted(machine.name, vm.id);
    }
  }

  private void disconnect() {
    host = null;
    connectedTo = "";
  }
}
