package io.dispatchcloud.test.kit;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a driver's author claims that it can, and that the environment can show. Nothing is claimed
 * to begin with. Immutable.
 */
public final class DriverClaims {
  private final Set<DriverClaim> claims;
  private final Set<Fault> faults;
  private final TagLimits tagLimits;
  private final int manyInstances;

  /**
   * How large tags may be.
   *
   * @param key the longest key, in characters; 40 or more
   * @param value the longest value, in characters; 63 or more
   * @param count how many an instance may have; 6 or more
   */
  public record TagLimits(int key, int value, int count) {
    /** What a driver must bear that claims no limits. */
    static final TagLimits NONE = new TagLimits(300, 2_000, 60);

    public TagLimits {
      // The dispatcher's own tags need this much.
      require("key", key, 40);
      require("value", value, 63);
      require("count", count, 6);
    }

    private static void require(String name, int value, int least) {
      if (value < least) {
        throw new IllegalArgumentException(
            "tagLimits." + name + ": '" + value + "'; expected " + least + " or more");
      }
    }
  }

  private DriverClaims(Builder builder) {
    claims = EnumSet.copyOf(builder.claims);
    faults = EnumSet.copyOf(builder.faults);
    tagLimits = builder.tagLimits;
    manyInstances = builder.manyInstances;
  }

  /**
   * Starts with a driver that can do what each must.
   *
   * @return a builder for the rest
   */
  public static Builder builder() {
    return new Builder();
  }

  boolean has(DriverClaim claim) {
    return claims.contains(claim);
  }

  boolean can(Fault fault) {
    return faults.contains(fault);
  }

  boolean limitsTags() {
    return !tagLimits.equals(TagLimits.NONE);
  }

  TagLimits tagLimits() {
    return tagLimits;
  }

  /** How many instances the environment can have; 0 if it can't have many. */
  int manyInstances() {
    return manyInstances;
  }

  /** Collects claims. Not thread-safe. */
  public static final class Builder {
    private final EnumSet<DriverClaim> claims = EnumSet.noneOf(DriverClaim.class);
    private final EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    private TagLimits tagLimits = TagLimits.NONE;
    private int manyInstances;

    private Builder() {}

    /**
     * Claims what not every driver can.
     *
     * @param more what it can
     * @return this
     */
    public Builder claim(DriverClaim... more) {
      claims.addAll(Arrays.asList(more));
      return this;
    }

    /**
     * Claims that the environment can make the provider fail; see {@link DriverEnvironment#faults}.
     *
     * @param more in which ways
     * @return this
     */
    public Builder faults(Fault... more) {
      return faults(Arrays.asList(more));
    }

    /**
     * Claims that the environment can make the provider fail; see {@link DriverEnvironment#faults}.
     *
     * @param more in which ways
     * @return this
     */
    public Builder faults(Collection<Fault> more) {
      faults.addAll(more);
      return this;
    }

    /**
     * Claims that tags can't be larger than this: what is must be refused.
     *
     * @param limits the largest that it takes
     * @return this
     */
    public Builder tagLimits(TagLimits limits) {
      tagLimits = limits;
      return this;
    }

    /**
     * Claims that the environment can have that many instances in one set; see {@link
     * DriverEnvironment#makeMany}.
     *
     * @param count 1,001 or more
     * @return this
     */
    public Builder manyInstances(int count) {
      if (count < 1_001) {
        throw new IllegalArgumentException(
            "manyInstances: '" + count + "'; expected 1,001 or more");
      }
      manyInstances = count;
      return this;
    }

    /**
     * Makes the claims.
     *
     * @return an immutable copy of what was claimed
     */
    public DriverClaims build() {
      return new DriverClaims(this);
    }
  }
}
