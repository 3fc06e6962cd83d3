package io.dispatchcloud.core.scheduler;

import java.util.Locale;

/** What the containers of a workload wait for. */
public enum Series {
  /** All are locked, and instances may be created. */
  LOCKED_CREATE,
  /** All are locked, and every create is answered no; neither quota nor capacity is reported. */
  LOCKED_REFUSED,
  /** All are queued: a pass locks them. */
  QUEUED;

  /**
   * How it is called on the command line.
   *
   * @return its name in small letters, with hyphens
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
