package io.dispatchcloud.api.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All the instances that one dispatcher owns at one provider (section 4). Thread-safe. {@link
 * #create} and {@link #instances} block, for five minutes at most; what did not finish by then has
 * an unknown outcome. Every resource carries the id that the set was opened with, and nothing that
 * does not is ever changed or destroyed.
 */
public interface InstanceSet extends AutoCloseable {
  /**
   * Creates an instance and returns as soon as the provider took the order; it boots later.
   *
   * @param request what to create
   * @return the new instance, perhaps without an address yet
   * @throws RateLimitException if the provider wants fewer calls
   * @throws QuotaException if the account may have no more instances
   * @throws CapacityException if the provider has no room at the moment
   * @throws CloudException for every other reason. An instance may have been made all the same: the
   *     dispatcher finds it in a later listing by its tags
   */
  Instance create(CreateRequest request) throws CloudException;

  /**
   * Lists the instances, those that boot or shut down included; only terminated ones, which can
   * never run again and cost nothing, may be left out.
   *
   * @param tags what they must carry; more may be listed, never fewer
   * @return all of them; each id once
   * @throws RateLimitException if the provider wants fewer calls
   * @throws CloudException if the listing is not complete, for whatever reason: half of one would
   *     look like instances that are gone
   */
  List<Instance> instances(Map<String, String> tags) throws CloudException;

  /**
   * The group of types that share a limit with a type. Does not block.
   *
   * @param type any configured type
   * @return its group; preemptible types have groups of their own
   */
  QuotaGroup quotaGroup(InstanceType type);

  /**
   * What its hosts are like. Does not block.
   *
   * @return the same each time
   */
  default HostProfile hostProfile() {
    return HostProfile.LINUX_VM;
  }

  /**
   * What cleans up after creates that died half way, if this provider leaves anything behind. Does
   * not block.
   *
   * @return the sweeper, if there is one
   */
  default Optional<LeakSweeper> leakSweeper() {
    return Optional.empty();
  }

  /**
   * Lets go of connections and threads; instances stay as they are. Calls in flight fail. A second
   * call does nothing.
   */
  @Override
  void close();
}
