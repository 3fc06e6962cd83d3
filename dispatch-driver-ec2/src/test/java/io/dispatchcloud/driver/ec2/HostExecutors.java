package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.core.ssh.JschExecutorProvider;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The dispatcher's own SSH client, with a map: what it thinks is a VM's address is a host's on this
 * machine, the file of root's is one of the host's directory, and nobody is asked for root's
 * rights.
 */
final class HostExecutors implements ExecutorProvider {
  private static final String SECRET_FILE = "/var/run/dispatch-instance-secret";

  private final LocalHosts hosts;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  HostExecutors(LocalHosts hosts) {
    this.hosts = hosts;
  }

  /** The ids of instances whose host was not let in. */
  Set<String> refused() {
    return Set.copyOf(refused);
  }

  @Override
  public String name() {
    return "hosts";
  }

  @Override
  public Executor open(ExecutorContext context, ExecutorTarget target) {
    return new Mapped(new JschExecutorProvider().open(context, new Target(target)));
  }

  /** A command line as it must be on a host that is no VM. */
  static String inHost(String line) {
    if (line.contains("shutdown")) {
      throw new AssertionError("this machine was to be shut down: " + line);
    }
    return line.replace(SECRET_FILE, "instance-secret").replace("sudo -n ", "");
  }

  private static Command inHost(Command command) {
    Command there = Command.of(inHost(command.line())).withStdin(command.stdin());
    return command.timeout().map(there::withTimeout).orElse(there);
  }

  private final class Mapped implements Executor {
    private final Executor executor;

    Mapped(Executor executor) {
      this.executor = executor;
    }

    @Override
    public void setTarget(ExecutorTarget target) {
      executor.setTarget(new Target(target));
    }

    @Override
    public CommandResult run(Command command) throws ExecutorException, InterruptedException {
      return executor.run(inHost(command));
    }

    @Override
    public void close() {
      executor.close();
    }
  }

  private final class Target implements ExecutorTarget {
    private final ExecutorTarget target;

    Target(ExecutorTarget target) {
      this.target = target;
    }

    @Override
    public Optional<String> address() {
      return target.address().map(hosts::realAddress);
    }

    @Override
    public String remoteUser() {
      return target.remoteUser();
    }

    @Override
    public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
        throws ExecutorException, InterruptedException {
      boolean accepted = false;
      try {
        HostKeyVerdict verdict =
            target.verifyHostKey(key, command -> connection.run(inHost(command)));
        accepted = verdict == HostKeyVerdict.ACCEPTED;
        return verdict;
      } finally {
        if (!accepted) {
          refused.add(target.toString());
        }
      }
    }

    @Override
    public String toString() {
      return target.toString();
    }
  }
}
