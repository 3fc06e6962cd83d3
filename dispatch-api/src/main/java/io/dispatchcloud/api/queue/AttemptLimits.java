package io.dispatchcloud.api.queue;

/**
 * When a store gives a container up.
 *
 * @param maxDispatchAttempts cancelled after so many starts that failed (CTR-3); 1 or more
 * @param maxRetryAttempts requeued at most so often after an attempt was lost (CTR-7); 0 or more
 */
public record AttemptLimits(int maxDispatchAttempts, int maxRetryAttempts) {
  /** Ten failed starts, three lost attempts. */
  public static final AttemptLimits DEFAULT = new AttemptLimits(10, 3);

  public AttemptLimits {
    if (maxDispatchAttempts < 1) {
      throw new IllegalArgumentException(
          "maxDispatchAttempts: '" + maxDispatchAttempts + "'; expected 1 or more");
    }
    if (maxRetryAttempts < 0) {
      throw new IllegalArgumentException(
          "maxRetryAttempts: '" + maxRetryAttempts + "'; expected 0 or more");
    }
  }
}
