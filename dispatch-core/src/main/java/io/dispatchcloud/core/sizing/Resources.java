package io.dispatchcloud.core.sizing;

/**
 * An amount of what instances have and containers take. CPU is in thousandths, so that a container
 * that asks for none can take a sliver (ROOM-2); sizes are in bytes.
 *
 * @param milliCpus thousandths of a vCPU
 * @param ram memory
 * @param scratch disk space
 * @param gpus GPU devices
 * @param vram memory of all the GPU devices together
 */
public record Resources(long milliCpus, long ram, long scratch, long gpus, long vram) {
  /** Nothing. */
  public static final Resources NONE = new Resources(0, 0, 0, 0, 0);

  /**
   * What is left when something is taken.
   *
   * @param taken how much
   * @return the rest; parts are negative where more was taken than there was
   */
  public Resources minus(Resources taken) {
    return new Resources(
        less(milliCpus, taken.milliCpus),
        less(ram, taken.ram),
        less(scratch, taken.scratch),
        less(gpus, taken.gpus),
        less(vram, taken.vram));
  }

  /**
   * What is left of an amount, which never wraps round: needs that saturate may be taken twice.
   *
   * @param amount how much there was; may be negative
   * @param taken how much is taken; 0 or more
   * @return the rest, at least the least long
   */
  public static long less(long amount, long taken) {
    long rest = amount - taken;
    return rest > amount ? Long.MIN_VALUE : rest;
  }

  /**
   * Whether something fits into this.
   *
   * @param needed how much
   * @return true if no part is exceeded
   */
  public boolean holds(Resources needed) {
    return needed.milliCpus <= milliCpus
        && needed.ram <= ram
        && needed.scratch <= scratch
        && needed.gpus <= gpus
        && needed.vram <= vram;
  }

  /**
   * Whether two containers fit in it together.
   *
   * @param one what one of them needs
   * @param other what the other one needs
   * @return whether there is enough of everything
   */
  public boolean holdsBoth(Resources one, Resources other) {
    return other.milliCpus <= less(milliCpus, one.milliCpus)
        && other.ram <= less(ram, one.ram)
        && other.scratch <= less(scratch, one.scratch)
        && other.gpus <= less(gpus, one.gpus)
        && other.vram <= less(vram, one.vram);
  }

  /**
   * The largest part of this that something takes: its dominant share.
   *
   * @param taken how much
   * @return 0 to 1, if it fits
   */
  public double dominantShare(Resources taken) {
    double cpu = share(taken.milliCpus, milliCpus);
    double memory = Math.max(share(taken.ram, ram), share(taken.scratch, scratch));
    double devices = Math.max(share(taken.gpus, gpus), share(taken.vram, vram));
    return Math.min(1, Math.max(cpu, Math.max(memory, devices)));
  }

  private static double share(long part, long whole) {
    return whole <= 0 ? 0 : (double) part / whole;
  }
}
