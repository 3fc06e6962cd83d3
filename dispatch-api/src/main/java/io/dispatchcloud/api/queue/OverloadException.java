package io.dispatchcloud.api.queue;

/** The store has too much to do (HTTP 503, say): fewer containers should run (SCH-9). */
public final class OverloadException extends ControllerException {
  private static final long serialVersionUID = 1L;

  /**
   * Made with what a person needs to know.
   *
   * @param message what the store said
   */
  public OverloadException(String message) {
    super(message);
  }
}
