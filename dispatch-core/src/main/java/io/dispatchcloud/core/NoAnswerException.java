package io.dispatchcloud.core;

/** A dispatcher gave no answer in time: it hangs, or has very much to do. */
public final class NoAnswerException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Made with a message for people.
   *
   * @param message says whether what it was told may have been done
   */
  public NoAnswerException(String message) {
    super(message);
  }
}
