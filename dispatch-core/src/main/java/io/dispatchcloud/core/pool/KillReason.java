package io.dispatchcloud.core.pool;

/** Why a container is killed. */
public enum KillReason {
  /** It was put on hold: the attempt ends without a result (CTR-4). */
  ON_HOLD("its priority is below 1"),
  /** It was cancelled, or has ended in the store. */
  FINISHED("it has ended in the store"),
  /** It is back in the queue, or runs in another attempt. */
  NOT_CURRENT("this attempt is not the current one"),
  /** Nobody knows it. */
  UNKNOWN("the store does not know it"),
  /** An operator wants it so. */
  ORDERED("an operator ordered it"),
  /** The provider takes its instance away: the attempt ends without a result, unless it is done. */
  INTERRUPTED("the provider takes its instance away"),
  /** Its supervisor is gone. */
  STALE("its supervisor is gone");

  private final String words;

  KillReason(String words) {
    this.words = words;
  }

  /**
   * The reason for people.
   *
   * @return the end of a sentence that says "because"
   */
  public String words() {
    return words;
  }
}
