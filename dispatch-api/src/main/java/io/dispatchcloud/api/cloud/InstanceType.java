package io.dispatchcloud.api.cloud;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A named size of instance with a price. Sizes are in bytes.
 *
 * @param name what the configuration calls it; unique there
 * @param providerType what the provider calls it
 * @param vcpus virtual CPUs; 1 or more
 * @param ram memory, as the provider advertises it; 1 or more
 * @param includedScratch disk space that comes with it
 * @param addedScratch disk space that is added as a volume of its own
 * @param price US dollars (or whatever one currency the configuration keeps to) an hour; not
 *     negative
 * @param preemptible whether the provider may take it back at any time
 * @param gpu its GPUs, or {@link GpuDevices#NONE}
 */
public record InstanceType(
    String name,
    String providerType,
    int vcpus,
    long ram,
    long includedScratch,
    long addedScratch,
    BigDecimal price,
    boolean preemptible,
    GpuDevices gpu) {
  public InstanceType {
    if (name.isBlank()) {
      throw new IllegalArgumentException("instance type: nothing given; expected a name");
    }
    if (providerType.isBlank()) {
      throw new IllegalArgumentException(
          "providerType of " + name + ": nothing given; expected the provider's name for it");
    }
    require(vcpus >= 1, name, "vcpus", vcpus, "1 or more");
    require(ram >= 1, name, "ram", ram, "1 byte or more");
    require(includedScratch >= 0, name, "includedScratch", includedScratch, "0 bytes or more");
    require(addedScratch >= 0, name, "addedScratch", addedScratch, "0 bytes or more");
    require(
        includedScratch <= Long.MAX_VALUE - addedScratch,
        name,
        "addedScratch",
        addedScratch,
        "less than 8 EiB of scratch in all");
    require(price.signum() >= 0, name, "price", price, "0 or more");
    Objects.requireNonNull(gpu, "gpu");
  }

  private static void require(
      boolean right, String type, String name, Object value, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          name + " of " + type + ": '" + value + "'; expected " + expected);
    }
  }

  /**
   * Starts a type with what each must have.
   *
   * @param name what the configuration calls it, and the provider too unless said otherwise
   * @param vcpus virtual CPUs
   * @param ram memory in bytes
   * @param price dollars an hour
   * @return a builder for the rest
   */
  public static Builder builder(String name, int vcpus, long ram, BigDecimal price) {
    return new Builder(name, vcpus, ram, price);
  }

  /**
   * All of its disk space.
   *
   * @return bytes that come with it and bytes that are added
   */
  public long scratch() {
    return includedScratch + addedScratch;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Collects the optional parts of a type. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final int vcpus;
    private final long ram;
    private final BigDecimal price;
    private String providerType;
    private long includedScratch;
    private long addedScratch;
    private boolean preemptible;
    private GpuDevices gpu = GpuDevices.NONE;

    private Builder(String name, int vcpus, long ram, BigDecimal price) {
      this.name = name;
      this.providerType = name;
      this.vcpus = vcpus;
      this.ram = ram;
      this.price = price;
    }

    /**
     * Sets what the provider calls it.
     *
     * @param value the provider's name
     * @return this
     */
    public Builder providerType(String value) {
      providerType = value;
      return this;
    }

    /**
     * Sets the disk space that comes with it.
     *
     * @param bytes 0 or more
     * @return this
     */
    public Builder includedScratch(long bytes) {
      includedScratch = bytes;
      return this;
    }

    /**
     * Sets the disk space that is added to it.
     *
     * @param bytes 0 or more
     * @return this
     */
    public Builder addedScratch(long bytes) {
      addedScratch = bytes;
      return this;
    }

    /**
     * Sets whether the provider may take it back.
     *
     * @param value true for a spot instance
     * @return this
     */
    public Builder preemptible(boolean value) {
      preemptible = value;
      return this;
    }

    /**
     * Sets its GPUs.
     *
     * @param value the devices
     * @return this
     */
    public Builder gpu(GpuDevices value) {
      gpu = value;
      return this;
    }

    /**
     * Makes the type.
     *
     * @return the checked type
     * @throws IllegalArgumentException if a part is out of range; names it
     */
    public InstanceType build() {
      return new InstanceType(
          name, providerType, vcpus, ram, includedScratch, addedScratch, price, preemptible, gpu);
    }
  }
}
