package io.dispatchcloud.api.cloud;

import io.dispatchcloud.api.executor.ExecutorTarget;
import java.util.List;
import java.util.Map;

/**
 * One virtual machine, as its provider last described it. Two listings may return different objects
 * for one instance: compare ids. Thread-safe; {@link #setTags}, {@link #destroy} and {@link
 * #verifyHostKey} block for five minutes at most, the others never.
 */
public interface Instance extends ExecutorTarget {
  /**
   * Its id, which never changes.
   *
   * @return the provider's id
   */
  InstanceId id();

  /**
   * Its size, in the provider's words.
   *
   * @return the provider's type
   */
  String providerType();

  /**
   * Its tags, as of the call that returned this object: they may be stale, also after {@link
   * #setTags}.
   *
   * @return an immutable map
   */
  Map<String, String> tags();

  /**
   * Replaces all of its tags.
   *
   * @param tags what it shall carry, and nothing else
   * @throws CloudException if the provider refused, or did not answer in time; then the tags may
   *     have been set all the same
   */
  void setTags(Map<String, String> tags) throws CloudException;

  /**
   * What it cost lately, where that changes (spot prices).
   *
   * @param type the type that it was created as
   * @return prices, newest first; empty if the type's own price holds
   */
  List<PricePoint> priceHistory(InstanceType type);

  /**
   * Destroys it with everything that was made for it. Destroying one that is gone, or going, is a
   * success. The instance may stay in listings for a while.
   *
   * @throws CloudException if the provider refused, or did not answer in time; then it may go away
   *     all the same
   */
  void destroy() throws CloudException;
}
