package io.dispatchcloud.server.run;

/** The dispatcher could not start, or can't go on. The message is for people. */
final class EngineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean inUse;

  EngineException(String message) {
    this(message, false);
  }

  EngineException(String message, boolean inUse) {
    super(message);
    this.inUse = inUse;
  }

  /** Whether nothing was done because another run has the job's instance set. */
  boolean inUse() {
    return inUse;
  }
}
