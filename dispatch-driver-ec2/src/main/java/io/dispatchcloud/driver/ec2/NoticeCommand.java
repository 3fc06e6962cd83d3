package io.dispatchcloud.driver.ec2;

/**
 * How a spot instance asks its metadata service (IMDSv2) whether it is interrupted.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html">Spot
 *     Instance interruption notices</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html">Rebalance
 *     recommendations</a>
 */
final class NoticeCommand {
  private static final String METADATA = "http://169.254.169.254/latest";

  private static final String TEXT =
      String.join(
          " ",
          "token=$(curl -sf -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60'",
          METADATA + "/api/token) || exit 1;",
          // What is not to be told yet is not there: 404.
          "ask() { answer=$(curl -s -m 2 -w ' %{http_code}' -H \"X-aws-ec2-metadata-token: $token\"",
          "\"" + METADATA + "/meta-data/$1\") || exit 1;",
          "case $answer in *' 200') ;; *' 404') answer= ;; *) exit 1 ;; esac; };",
          "field() { printf '%s' \"$answer\" | tr -d '\\n' |",
          "sed -n 's/.*\"'\"$1\"'\" *: *\"\\([^\"]*\\)\".*/\\1/p'; };",
          "ask spot/instance-action; at=$(field time);",
          "if [ -n \"$at\" ]; then echo \"notice $at\"; exit 0; fi;",
          "ask events/recommendations/rebalance; at=$(field noticeTime);",
          "[ -z \"$at\" ] || echo \"rebalance $at\"");

  private NoticeCommand() {}

  /** One line for the shell of an instance; see {@code HostProfile.noticeCommand}. */
  static String text() {
    return TEXT;
  }
}
