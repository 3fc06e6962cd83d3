package io.dispatchcloud.core;

/** A dispatcher was asked or told something while it is not the active one: ask the one that is. */
public final class NotActiveException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Made with a message for people.
   *
   * @param message says what it is instead
   */
  public NotActiveException(String message) {
    super(message);
  }

  static NotActiveException of(DispatcherState state) {
    // What is published last as active may be closing, or giving way to another one.
    return new NotActiveException(
        "the dispatcher is not active"
            + (state == DispatcherState.ACTIVE ? " any more" : " but " + state));
  }
}
