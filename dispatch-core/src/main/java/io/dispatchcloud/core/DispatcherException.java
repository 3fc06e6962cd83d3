package io.dispatchcloud.core;

/** A dispatcher could not start. Nothing was changed in the cloud. */
public final class DispatcherException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Made with what a person needs to know.
   *
   * @param message what failed; no secret
   */
  public DispatcherException(String message) {
    super(message);
  }

  /**
   * Made with its cause.
   *
   * @param message what failed; no secret
   * @param cause what brought it about
   */
  public DispatcherException(String message, Throwable cause) {
    super(message, cause);
  }
}
