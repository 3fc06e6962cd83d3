package io.dispatchcloud.core.sizing;

import io.dispatchcloud.api.cloud.InstanceType;

/**
 * What is left of an instance while containers are put on it (section 3). Mutable; a value of one
 * planning pass.
 */
public final class Room {
  private final int containersMax;
  private Resources left;
  private int containers;
  private boolean unknown;

  /**
   * All of an instance.
   *
   * @param type its type
   * @param containersMax how many containers may run on it; 0 for any number (ROOM-3)
   */
  public Room(InstanceType type, int containersMax) {
    this.left = Sizer.resources(type);
    this.containersMax = containersMax;
  }

  /**
   * Whether a container fits.
   *
   * @param needed what it takes
   * @return true if there is room for it
   */
  public boolean holds(Resources needed) {
    return !unknown && (containersMax == 0 || containers < containersMax) && left.holds(needed);
  }

  /**
   * Puts a container there, whether it fits or not: what runs, runs.
   *
   * @param needed what it takes
   */
  public void take(Resources needed) {
    left = left.minus(needed);
    containers++;
  }

  /** Puts a container there whose needs nobody knows: nothing else fits beside it (ROOM-1). */
  public void takeUnknown() {
    unknown = true;
    containers++;
  }

  /**
   * How many containers are there.
   *
   * @return 0 or more
   */
  public int containers() {
    return containers;
  }
}
