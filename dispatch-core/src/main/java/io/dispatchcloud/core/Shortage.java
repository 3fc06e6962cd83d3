package io.dispatchcloud.core;

import java.util.Objects;

/**
 * Too little of something, in figures: of what, how much is needed, and how much there is.
 *
 * @param resource of what
 * @param needed how much is needed, in the unit that the resource tells; more than there is
 * @param there how much there is; negative where more is given away than there was
 */
public record Shortage(Resource resource, long needed, long there) {
  public Shortage {
    Objects.requireNonNull(resource, "resource");
    if (needed < 0 || needed <= there) {
      throw new IllegalArgumentException(
          "shortage of " + resource + ": " + needed + " needed, " + there + " there");
    }
  }

  /** What there can be too little of. */
  public enum Resource {
    /** CPU, in thousandths of a vCPU: a container that asks for none still takes one thousandth. */
    VCPUS,
    /** Memory, in bytes, with all that is added to what a container asks for (TYPE-1). */
    RAM,
    /** Disk space, in bytes. */
    SCRATCH,
    /** GPU devices. */
    GPUS,
    /** Memory of each GPU device, in bytes. */
    VRAM_PER_GPU,
    /** Memory of all GPU devices together, in bytes. */
    VRAM
  }

  /**
   * By how much it is too little.
   *
   * @return what is lacking; more than 0
   */
  public long lacking() {
    long lacking = needed - there;
    return lacking < 0 ? Long.MAX_VALUE : lacking;
  }
}
