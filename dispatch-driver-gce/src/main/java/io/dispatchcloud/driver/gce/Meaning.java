package io.dispatchcloud.driver.gce;

/** What a fault means to the driver, and through it to the dispatcher (GCE-5). */
enum Meaning {
  /** Fewer calls, please. */
  RATE_LIMIT,
  /** The account may have no more instances. */
  QUOTA,
  /** The account may have no more of this machine family. */
  GROUP_QUOTA,
  /** The zone has no room for this machine type now. */
  ZONE_FULL,
  /** The zone never has this machine type. */
  NOT_IN_ZONE,
  /** What was to be made is there already. */
  EXISTS,
  /** What it was about is not there. */
  GONE,
  /** Something else happens to it just now. */
  BUSY,
  /** It was changed since it was looked at. */
  CONFLICT,
  /** The server has no such method. */
  NO_SUCH_METHOD,
  /** Nothing that the dispatcher has a special answer to. */
  ORDINARY;

  /** Whether another zone may do what this one did not. */
  boolean triesNextZone() {
    return this == ZONE_FULL || this == NOT_IN_ZONE;
  }

  /** Whether callers see no more of it than that it failed. */
  boolean isOrdinary() {
    return switch (this) {
      case RATE_LIMIT, QUOTA, GROUP_QUOTA, ZONE_FULL, NOT_IN_ZONE -> false;
      case EXISTS, GONE, BUSY, CONFLICT, NO_SUCH_METHOD, ORDINARY -> true;
    };
  }
}
