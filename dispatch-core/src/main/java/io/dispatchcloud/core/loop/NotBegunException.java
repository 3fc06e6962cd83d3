package io.dispatchcloud.core.loop;

/**
 * Blocking work was not begun: the gate was shut, or there was no thread for it. It tells nothing
 * about what the work was to find out.
 */
public final class NotBegunException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Made with what was not begun.
   *
   * @param message what, and why
   */
  public NotBegunException(String message) {
    super(message);
  }
}
