package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.pool.Hosts;
import io.dispatchcloud.core.runner.RunnerClient;
import io.dispatchcloud.core.runner.RunnerProgram;
import io.dispatchcloud.core.runner.RunnerSettings;

/** How a dispatcher talks to its hosts. */
final class HostAccess {
  private HostAccess() {}

  /** The way to all hosts: connections, and the runner on them under a fence. */
  static Hosts of(Assembly assembly, Loop loop, HostProfile host, long fence) {
    DispatcherConfig config = assembly.config();
    ExecutorContext context =
        new ExecutorContext(
            assembly.privateKey(),
            Math.toIntExact(config.get(Settings.SSH_PORT)),
            ExecutorContext.Limits.DEFAULT,
            loop.threads(),
            loop,
            assembly.meters());
    RunnerProgram program = RunnerProgram.load();
    String command = config.get(Settings.DEPLOY_RUNNER) ? "" : config.get(Settings.RUNNER_COMMAND);
    RunnerClient asUser = client(assembly, program, host, command, host.sudo(), fence);
    RunnerClient asRoot = client(assembly, program, host, command, false, fence);
    return new Hosts(
        target -> assembly.executors().open(context, target),
        instance -> instance.remoteUser().equals("root") ? asRoot : asUser);
  }

  /** A client of no host yet: what the clients of all hosts have in common. */
  private static RunnerClient client(
      Assembly assembly,
      RunnerProgram program,
      HostProfile host,
      String command,
      boolean sudo,
      long fence) {
    return new RunnerClient(
        nowhere -> {
          throw new IllegalStateException("no host to run a command on");
        },
        new RunnerSettings(
            host.runnerDirectory(),
            command,
            assembly.config().get(Settings.RUNNER_ARGUMENTS),
            sudo),
        program,
        fence);
  }
}
