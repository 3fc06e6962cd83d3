package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.lang.System.Logger.Level;

/** Makes what callers see of what went wrong (SET-4, GCE-5). Thread-safe. */
final class CloudFailures {
  private final System.Logger logger;
  private final Backoff creates = new Backoff();
  private final Backoff others = new Backoff();

  CloudFailures(System.Logger logger) {
    this.logger = logger;
  }

  void createSucceeded() {
    creates.succeeded();
  }

  void callSucceeded() {
    others.succeeded();
  }

  /** The failure of a create, which alone can be told that there is no room. */
  CloudException ofCreate(ApiException failure) {
    String message = message(failure);
    return switch (failure.meaning()) {
      case QUOTA -> new QuotaException(message);
      case GROUP_QUOTA -> new CapacityException(message, CapacityException.Scope.QUOTA_GROUP);
      case ZONE_FULL, NOT_IN_ZONE ->
          new CapacityException(message, CapacityException.Scope.INSTANCE_TYPE);
      default -> of(failure, creates, message);
    };
  }

  /** The failure of any other call. */
  CloudException ofCall(ApiException failure) {
    return of(failure, others, message(failure));
  }

  private static CloudException of(ApiException failure, Backoff backoff, String message) {
    return failure.meaning() == Meaning.RATE_LIMIT
        ? new RateLimitException(message, backoff.refused(failure.fault().retryAfter()))
        : new CloudException(message);
  }

  private String message(ApiException failure) {
    Fault fault = failure.fault();
    if (!fault.codes().isEmpty() && FaultTable.find(fault).isEmpty()) {
      logger.log(
          Level.WARNING,
          "Compute Engine answered with codes that this driver does not know: {0}, request {1}",
          String.join(" ", fault.codes()),
          fault.requestId().isEmpty() ? "unknown" : fault.requestId());
    }
    String message = failure.getMessage();
    return message == null ? "" : message;
  }
}
