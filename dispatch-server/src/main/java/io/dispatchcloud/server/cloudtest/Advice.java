package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.executor.ExecutorException;
import java.util.Locale;

/** What went wrong, in words, with what people can do about it. */
final class Advice {
  private Advice() {}

  /** A create that failed. */
  static StepFailedException onCreate(CloudException e) {
    if (e instanceof QuotaException) {
      return new StepFailedException(
          message(e), "the account may have no more instances: raise its quota, or end some");
    }
    if (e instanceof CapacityException capacity) {
      String scope = capacity.scope().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return new StepFailedException(
          message(e) + " (" + scope + ")",
          "the provider has no room now: try another --type or another place, or later");
    }
    return onCall(
        e, "what the provider says names it: permissions, image, subnet, security groups, type");
  }

  /** Any other call to the provider that failed. */
  static StepFailedException onCall(CloudException e, String otherwise) {
    if (e instanceof RateLimitException limit) {
      return new StepFailedException(
          message(e),
          "the provider wants fewer calls: try again in " + Quantities.format(limit.retryAfter()));
    }
    return new StepFailedException(message(e), otherwise);
  }

  /** An instance that can't be used, for all the time that it was given. */
  static StepFailedException onConnect(ExecutorException e) {
    String wayOut =
        switch (e.reason()) {
          case NO_ADDRESS -> "does its network give it an address? See driverParameters";
          case UNREACHABLE ->
              "can this machine reach it? Look at security groups, firewalls, routes and sshPort,"
                  + " and at the instance's console";
          case LOGIN_REFUSED ->
              "does the image have that user, and take keys (deployPublicKey,"
                  + " dispatchPrivateKey)?";
          case HOST_KEY_REFUSED ->
              "does the image run init commands at first boot? If so, another machine answers"
                  + " there, which has taken over the address, or stands between";
          case NO_CHANNEL -> "its SSH server takes too few sessions: see MaxSessions";
          case CLOSED -> "";
        };
    return new StepFailedException(message(e), wayOut);
  }

  /** What a failure says; where no driver may fail so, what it is as well. */
  static String message(Throwable e) {
    if (!(e instanceof CloudException || e instanceof ExecutorException)) {
      return e.toString();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
