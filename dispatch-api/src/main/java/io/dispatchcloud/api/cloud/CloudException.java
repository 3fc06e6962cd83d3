package io.dispatchcloud.api.cloud;

/**
 * A provider did not do what it was asked to, for a reason that the dispatcher has no special
 * answer to. Its subclasses are those that it has one to (SET-4); the dispatcher never reads a
 * message.
 */
public class CloudException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Made with what a person needs to know.
   *
   * @param message the provider's code, message and request id; no secret
   */
  public CloudException(String message) {
    super(message);
  }

  /**
   * Made with its cause.
   *
   * @param message the provider's code, message and request id; no secret
   * @param cause what brought it about
   */
  public CloudException(String message, Throwable cause) {
    super(message, cause);
  }
}
