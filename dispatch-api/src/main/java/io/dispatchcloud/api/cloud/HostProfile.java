package io.dispatchcloud.api.cloud;

import java.util.Objects;

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
 */
public record HostProfile(
    String secretFile,
    String runnerDirectory,
    String bootProbeCommand,
    boolean sudo,
    String leaseCommand) {
  /** A virtual machine with systemd. */
  public static final HostProfile LINUX_VM =
      new HostProfile(
          "/var/run/dispatch-instance-secret",
          "/var/lib/dispatch",
          // "degraded" is exit status 1, but a host with one failed unit still works.
          "case \"$(systemctl is-system-running)\" in running|degraded) ;; *) exit 1 ;; esac",
          true,
          "shutdown -h now");

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
    Objects.requireNonNull(leaseCommand, "leaseCommand");
  }
}
