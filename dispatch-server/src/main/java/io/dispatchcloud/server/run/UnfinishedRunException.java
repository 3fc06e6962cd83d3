package io.dispatchcloud.server.run;

/** The output folder holds a run that this one can't go on with. The message is for people. */
public final class UnfinishedRunException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfinishedRunException(String message) {
    super(message);
  }
}
