package io.dispatchcloud.core.ssh;

/** A command was certainly not started on one connection; another one may be able to. */
final class NotStartedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What stood in the way. */
  enum Why {
    /** The command's own time was over: nobody else can help either. */
    TIME_OVER,
    /** The server has no room for one more channel now. */
    BUSY,
    /** The server opens no channel for another reason, or has stopped answering. */
    REFUSED,
    /** The connection is gone. */
    GONE
  }

  private final Why why;

  NotStartedException(Why why, String message) {
    super(message);
    this.why = why;
  }

  Why why() {
    return why;
  }
}
