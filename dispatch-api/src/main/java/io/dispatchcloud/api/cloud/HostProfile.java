package io.dispatchcloud.api.cloud;

/**
 * What the dispatcher may count on, on the hosts of one instance set: where things lie, and what it
 * takes to run them. The configuration can override each.
 *
 * @param secretFile where the init command puts the instance's secret; relative to where commands
 *     start, if it is no absolute path
 * @param runnerDirectory where the runner is copied to; relative likewise
 * @param bootProbeCommand succeeds when the host is ready to work
 * @param sudo whether runner commands go through {@code sudo -n} when the remote user is not root
 * @param leaseCommand what a host whose lease ran out does to itself; empty for nothing
 * @param noticeCommand asks the provider, on a preemptible host, whether it takes that host away:
 *     one line for the shell, run every five seconds, as root if the runner is, that ends by itself
 *     within seconds. Prints {@code notice TIME} if it does so then, {@code rebalance TIME} if it
 *     said then that it may, nothing if neither; times in UTC, as {@code 2026-01-31T12:00:00Z}.
 *     Fails if it does not know. Empty where nobody can be asked
 */
public record HostProfile(
    String secretFile,
    String runnerDirectory,
    String bootProbeCommand,
    boolean sudo,
    String leaseCommand,
    String noticeCommand) {
  /** A virtual machine with systemd. */
  public static final HostProfile LINUX_VM =
      new HostProfile(
          "/var/run/dispatch-instance-secret",
          "/var/lib/dispatch",
          // "degraded" is exit status 1, but a host with one failed unit still works.
          "case \"$(systemctl is-system-running)\" in running|degraded) ;; *) exit 1 ;; esac",
          true,
          "shutdown -h now",
          "");

  public HostProfile {
    if (secretFile.isBlank()) {
      throw new IllegalArgumentException("secretFile: nothing given; expected a path");
    }
    if (runnerDirectory.isBlank()) {
      throw new IllegalArgumentException("runnerDirectory: nothing given; expected a path");
    }
    if (bootProbeCommand.isBlank()) {
      throw new IllegalArgumentException("bootProbeCommand: nothing given; expected a command");
    }
    requireOneLine("leaseCommand", leaseCommand);
    requireOneLine("noticeCommand", noticeCommand);
  }

  private static void requireOneLine(String name, String command) {
    if (command.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(name + ": has a line break; expected one line");
    }
  }

  /**
   * The same host, which is told when its provider takes it away.
   *
   * @param command what asks for that
   * @return the profile
   */
  public HostProfile withNoticeCommand(String command) {
    return new HostProfile(
        secretFile, runnerDirectory, bootProbeCommand, sudo, leaseCommand, command);
  }
}
