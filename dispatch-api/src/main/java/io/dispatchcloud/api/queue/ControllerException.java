package io.dispatchcloud.api.queue;

/**
 * A store did not do, or may not have done, what it was asked to. Its subclasses are those that the
 * dispatcher has a special answer to; all others are tried again later.
 */
public class ControllerException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Made with what a person needs to know.
   *
   * @param message what happened, with the container's id; no secret
   */
  public ControllerException(String message) {
    super(message);
  }

  /**
   * Made with its cause.
   *
   * @param message what happened, with the container's id; no secret
   * @param cause what brought it about
   */
  public ControllerException(String message, Throwable cause) {
    super(message, cause);
  }
}
