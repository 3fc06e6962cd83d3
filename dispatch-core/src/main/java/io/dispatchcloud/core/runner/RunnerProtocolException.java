package io.dispatchcloud.core.runner;

/**
 * A runner answered something else than the protocol says, or refused what was asked. Asking again
 * may help if the instance's state has changed meanwhile.
 */
public final class RunnerProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Made with what a person needs to know.
   *
   * @param message what was expected and what came; no secret
   */
  public RunnerProtocolException(String message) {
    super(message);
  }

  /**
   * Made with its cause.
   *
   * @param message what was expected and what came; no secret
   * @param cause what brought it about
   */
  public RunnerProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
