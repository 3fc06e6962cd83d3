package io.dispatchcloud.api.executor;

import java.util.Objects;

/**
 * A command was certainly not started. What may have started ends as {@link
 * CommandResult.OutcomeUnknown} instead.
 */
public final class ExecutorException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why no command could be started: what the dispatcher has to tell apart. */
  public enum Reason {
    /** The instance has no address yet: try again later. */
    NO_ADDRESS,
    /** Nobody answered, or the connection broke while it was made: try again later. */
    UNREACHABLE,
    /** The server refused our login. */
    LOGIN_REFUSED,
    /** The server's host key is not the instance's, or the instance's secret is wrong. */
    HOST_KEY_REFUSED,
    /** The server is there, but opens no more channels. */
    NO_CHANNEL,
    /** The executor was closed. */
    CLOSED
  }

  private final Reason reason;

  /**
   * Made with what a person needs to know.
   *
   * @param reason what the dispatcher acts on
   * @param message what happened, with the host; no secret
   */
  public ExecutorException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * Made with its cause.
   *
   * @param reason what the dispatcher acts on
   * @param message what happened, with the host; no secret
   * @param cause what brought it about
   */
  public ExecutorException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * Why it could not be started.
   *
   * @return what the dispatcher acts on
   */
  public Reason reason() {
    return reason;
  }
}
