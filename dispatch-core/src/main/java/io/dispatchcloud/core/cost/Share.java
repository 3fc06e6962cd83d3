package io.dispatchcloud.core.cost;

import java.util.Map;

/**
 * A container's part of the instance that it is on.
 *
 * @param weight its dominant share there, in millionths; 1 or more
 * @param labels its labels
 */
public record Share(long weight, Map<String, String> labels) {
  private static final double MILLION = 1_000_000;

  public Share {
    labels = Map.copyOf(labels);
    if (weight < 1) {
      throw new IllegalArgumentException("weight: '" + weight + "'; expected 1 or more");
    }
  }

  /** Of one of which nothing is known. */
  public static final Share UNKNOWN = new Share(1, Map.of());

  /**
   * A share.
   *
   * @param dominantShare 0 to 1
   * @param labels the container's labels
   * @return the share
   */
  public static Share of(double dominantShare, Map<String, String> labels) {
    return new Share(Math.max(1, Math.round(dominantShare * MILLION)), labels);
  }
}
