package io.dispatchcloud.core;

/** The placement policies that a configuration can name. */
public enum Placement {
  /** {@link PlacementPolicy#cheapest}. */
  CHEAPEST,
  /** {@link PlacementPolicy#packing}. */
  PACKING;

  /**
   * The policy that it names.
   *
   * @return the policy
   */
  public PlacementPolicy policy() {
    return switch (this) {
      case CHEAPEST -> PlacementPolicy.cheapest();
      case PACKING -> PlacementPolicy.packing();
    };
  }
}
