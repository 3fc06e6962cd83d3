package io.dispatchcloud.api.cloud;

import java.util.List;

/**
 * Finds and removes what creates that died half way left behind: volumes, network interfaces, key
 * pairs that carry the set's id and belong to no instance. Thread-safe.
 */
@FunctionalInterface
public interface LeakSweeper {
  /**
   * Sweeps once; blocks. What might still be in use by a create in flight is left alone.
   *
   * @return what was removed, by the provider's ids
   * @throws CloudException if the provider refused, or did not answer in time
   */
  List<String> sweep() throws CloudException;
}
