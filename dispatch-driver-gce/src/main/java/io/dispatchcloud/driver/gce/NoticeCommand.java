package io.dispatchcloud.driver.gce;

/**
 * How a spot VM asks its metadata server whether it is preempted. It is told no time, but that it
 * has up to 30 seconds.
 *
 * @see <a href="https://cloud.google.com/compute/docs/instances/spot#preemption-process">Preemption
 *     process</a>
 */
final class NoticeCommand {
  private static final String TEXT =
      String.join(
          " ",
          "preempted=$(curl -sf -m 2 -H 'Metadata-Flavor: Google'",
          "http://169.254.169.254/computeMetadata/v1/instance/preempted) || exit 1;",
          "[ \"$preempted\" != TRUE ] ||",
          "echo \"notice $(date -u -d @$(($(date +%s) + 30)) +%Y-%m-%dT%H:%M:%SZ)\"");

  private NoticeCommand() {}

  /** One line for the shell of an instance; see {@code HostProfile.noticeCommand}. */
  static String text() {
    return TEXT;
  }
}
