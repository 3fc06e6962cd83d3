package io.dispatchcloud.driver.ec2;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * An error document: what EC2 answers when it does not do what it was asked to.
 *
 * @param code the error code, without {@code Client.} or {@code Server.}
 * @param message what EC2 says of it
 * @param status the HTTP status
 * @param requestId the request's id at AWS; empty if there is none
 */
record Refusal(String code, String message, int status, String requestId) {
  static Refusal of(AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    return new Refusal(
        code(details, failure.statusCode()),
        details == null ? "" : orEmpty(details.errorMessage()),
        failure.statusCode(),
        orEmpty(failure.requestId()));
  }

  private static String code(@Nullable AwsErrorDetails details, int status) {
    String code = details == null ? "" : orEmpty(details.errorCode());
    if (code.isEmpty()) {
      return "HTTP " + status;
    }
    return code.replaceFirst("^(Client|Server)\\.", "");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** For people: what happened, and how to ask AWS about it. */
  String text() {
    return code
        + (message.isEmpty() ? "" : ": " + message)
        + " (status "
        + status
        + (requestId.isEmpty() ? ")" : ", request " + requestId + ")");
  }
}
