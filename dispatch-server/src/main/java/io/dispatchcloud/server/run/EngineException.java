package io.dispatchcloud.server.run;

/** The dispatcher could not start, or can't go on. The message is for people. */
final class EngineException extends Exception {
  private static final long serialVersionUID = 1L;

  EngineException(String message) {
    super(message);
  }
}
