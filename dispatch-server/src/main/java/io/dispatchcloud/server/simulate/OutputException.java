package io.dispatchcloud.server.simulate;

/** A file that can't be written to: its option, its name, and why. */
public final class OutputException extends Exception {
  private static final long serialVersionUID = 1L;

  OutputException(String message, Throwable cause) {
    super(message, cause);
  }
}
