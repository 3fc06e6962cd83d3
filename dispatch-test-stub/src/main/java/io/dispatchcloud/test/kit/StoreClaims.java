package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.queue.AttemptLimits;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What a store's author claims that it can, and that the environment can show. Immutable. */
public final class StoreClaims {
  private final Set<StoreClaim> claims;
  private final AttemptLimits limits;

  private StoreClaims(Builder builder) {
    claims = EnumSet.copyOf(builder.claims);
    limits = builder.limits;
  }

  /**
   * Starts with a store that can do what each must.
   *
   * @return a builder for the rest
   */
  public static Builder builder() {
    return new Builder();
  }

  boolean has(StoreClaim claim) {
    return claims.contains(claim);
  }

  AttemptLimits limits() {
    return limits;
  }

  /** Collects claims. Not thread-safe. */
  public static final class Builder {
    private final EnumSet<StoreClaim> claims = EnumSet.noneOf(StoreClaim.class);
    private AttemptLimits limits = AttemptLimits.DEFAULT;

    private Builder() {}

    /**
     * Claims what not every store can.
     *
     * @param more what it can
     * @return this
     */
    public Builder claim(StoreClaim... more) {
      claims.addAll(Arrays.asList(more));
      return this;
    }

    /**
     * Sets the limits that the environment opens the store with.
     *
     * @param value when it gives containers up
     * @return this
     */
    public Builder limits(AttemptLimits value) {
      limits = value;
      return this;
    }

    /**
     * Makes the claims.
     *
     * @return an immutable copy of what was claimed
     */
    public StoreClaims build() {
      return new StoreClaims(this);
    }
  }
}
