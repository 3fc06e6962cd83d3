package io.dispatchcloud.api.cloud;

import java.time.Duration;

/** The provider wants fewer calls of this kind for a while. */
public final class RateLimitException extends CloudException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * Made with the time to wait.
   *
   * @param message the provider's code, message and request id; no secret
   * @param retryAfter how long to wait, from now, before the next call of this kind; not negative
   */
  public RateLimitException(String message, Duration retryAfter) {
    super(message);
    if (retryAfter.isNegative()) {
      throw new IllegalArgumentException("retryAfter: '" + retryAfter + "'; expected 0 or more");
    }
    this.retryAfter = retryAfter;
  }

  /**
   * How long to wait.
   *
   * @return the time from when this was thrown to the earliest next call of this kind
   */
  public Duration retryAfter() {
    return retryAfter;
  }
}
