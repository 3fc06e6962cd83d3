package io.dispatchcloud.server.cloudtest;

/** A step did not go well: why, and what to do about it. */
final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String wayOut;

  StepFailedException(String why, String wayOut) {
    super(why);
    this.wayOut = wayOut;
  }

  /** What people can do about it; empty if there is nothing more to say. */
  String wayOut() {
    return wayOut;
  }
}
