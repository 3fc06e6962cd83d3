package io.dispatchcloud.api.cloud;

/** The account may have no more instances until some go away. */
public final class QuotaException extends CloudException {
  private static final long serialVersionUID = 1L;

  /**
   * Made with what a person needs to know.
   *
   * @param message the provider's code, message and request id; no secret
   */
  public QuotaException(String message) {
    super(message);
  }
}
