package io.dispatchcloud.api.container;

import java.util.Objects;

/**
 * What a container needs of the instance it runs on (CTR-6). Sizes are in bytes.
 *
 * @param vcpus virtual CPUs; 0 for a sliver of one
 * @param ram memory for its payload
 * @param cacheRam memory for caches beside the payload
 * @param tmp scratch space: the capacities of all its tmp mounts together
 * @param imageSize the size of its image; 0 if that is not known
 * @param cacheDisk disk space for caches
 * @param gpu the GPUs, or {@link GpuNeeds#NONE}
 */
public record Needs(
    int vcpus, long ram, long cacheRam, long tmp, long imageSize, long cacheDisk, GpuNeeds gpu) {
  public Needs {
    requireNotNegative("vcpus", vcpus);
    requireNotNegative("ram", ram);
    requireNotNegative("cacheRam", cacheRam);
    requireNotNegative("tmp", tmp);
    requireNotNegative("imageSize", imageSize);
    requireNotNegative("cacheDisk", cacheDisk);
    Objects.requireNonNull(gpu, "gpu");
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + ": '" + value + "'; expected 0 or more");
    }
  }

  /**
   * Needs of the usual kind.
   *
   * @param vcpus virtual CPUs
   * @param ram memory in bytes
   * @return needs with nothing else; see {@link #builder} for more
   */
  public static Needs of(int vcpus, long ram) {
    return builder(vcpus, ram).build();
  }

  /**
   * Starts needs with what nearly each container has.
   *
   * @param vcpus virtual CPUs
   * @param ram memory in bytes
   * @return a builder for the rest
   */
  public static Builder builder(int vcpus, long ram) {
    return new Builder(vcpus, ram);
  }

  /** Collects the optional parts of needs. Not thread-safe. */
  public static final class Builder {
    private final int vcpus;
    private final long ram;
    private long cacheRam;
    private long tmp;
    private long imageSize;
    private long cacheDisk;
    private GpuNeeds gpu = GpuNeeds.NONE;

    private Builder(int vcpus, long ram) {
      this.vcpus = vcpus;
      this.ram = ram;
    }

    /**
     * Sets the memory for caches.
     *
     * @param bytes 0 or more
     * @return this
     */
    public Builder cacheRam(long bytes) {
      cacheRam = bytes;
      return this;
    }

    /**
     * Adds a tmp mount.
     *
     * @param bytes its capacity; 0 or more
     * @return this
     */
    public Builder tmp(long bytes) {
      requireNotNegative("tmp", bytes);
      if (tmp > Long.MAX_VALUE - bytes) {
        throw new IllegalArgumentException("tmp: '" + bytes + "'; expected less than 8 EiB in all");
      }
      tmp += bytes;
      return this;
    }

    /**
     * Sets the size of the image.
     *
     * @param bytes 0 if not known
     * @return this
     */
    public Builder imageSize(long bytes) {
      imageSize = bytes;
      return this;
    }

    /**
     * Sets the disk space for caches.
     *
     * @param bytes 0 or more
     * @return this
     */
    public Builder cacheDisk(long bytes) {
      cacheDisk = bytes;
      return this;
    }

    /**
     * Sets the GPUs.
     *
     * @param value the GPUs
     * @return this
     */
    public Builder gpu(GpuNeeds value) {
      gpu = value;
      return this;
    }

    /**
     * Makes the needs.
     *
     * @return the checked needs
     * @throws IllegalArgumentException if a part is out of range; names it
     */
    public Needs build() {
      return new Needs(vcpus, ram, cacheRam, tmp, imageSize, cacheDisk, gpu);
    }
  }
}
