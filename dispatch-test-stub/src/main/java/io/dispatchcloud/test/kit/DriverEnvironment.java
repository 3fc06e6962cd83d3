package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.HostKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A driver with its provider, or a fake of it, for one test of {@link DriverConformanceKit}. What
 * is made through one environment need not be there in the next.
 */
public interface DriverEnvironment {
  /**
   * The driver.
   *
   * @return the same each time
   */
  Driver driver();

  /**
   * What to open it with.
   *
   * @return raw values, as a configuration holds them
   */
  default Map<String, ?> parameters() {
    return Map.of();
  }

  /**
   * The types to create.
   *
   * @return one or more that are not preemptible, and at least one that is where that is claimed
   */
  List<InstanceType> types();

  /**
   * The image to create them of.
   *
   * @return the provider's id; empty for the driver's own default
   */
  default String image() {
    return "";
  }

  /**
   * The key that instances accept logins with.
   *
   * @return it in OpenSSH's one-line form; an Ed25519 key that nobody has the other half of
   */
  default String publicKey() {
    return "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaYWJjZGVm kit";
  }

  /**
   * What makes the provider fail.
   *
   * @return it, where faults are claimed
   */
  default Optional<Faults> faults() {
    return Optional.empty();
  }

  /**
   * The host key that an instance really has, where host keys are claimed.
   *
   * @param instance an instance with an address
   * @return its key, learnt in another way than through the driver
   * @throws Exception if it can't be told, which fails the test
   */
  default HostKey hostKey(Instance instance) throws Exception {
    throw new UnsupportedOperationException("hostKey: expected where host keys are claimed");
  }

  /**
   * Leaves something behind as a create does that dies half way, where leak sweeps are claimed.
   *
   * @param instanceSetId whose it is
   * @return the provider's id of it
   * @throws Exception if it can't be made, which fails the test
   */
  default String leak(InstanceSetId instanceSetId) throws Exception {
    throw new UnsupportedOperationException("leak: expected where leak sweeps are claimed");
  }

  /**
   * The leftovers and shared resources (key pairs, ...) that the provider has now, by their ids,
   * where leak sweeps or shared resources are claimed.
   *
   * @return the tags of each
   * @throws Exception if it can't be told, which fails the test
   */
  default Map<String, Map<String, String>> resources() throws Exception {
    throw new UnsupportedOperationException(
        "resources: expected where leak sweeps or shared resources are claimed");
  }

  /**
   * Makes many instances that all carry some tags, where many instances are claimed. This one
   * creates them through the set; a fake may have a quicker way.
   *
   * @param set an open set
   * @param requests what to make; each has a token of its own
   * @throws Exception if they can't be made, which fails the test
   */
  default void makeMany(InstanceSet set, List<CreateRequest> requests) throws Exception {
    for (CreateRequest request : requests) {
      set.create(request);
    }
  }

  /**
   * What was logged by other ways than the logger that the driver was opened with: by an HTTP
   * client through slf4j, say. Searched for secrets.
   *
   * @return every line so far, at every level that an operator can switch on
   */
  default List<String> logged() {
    return List.of();
  }

  /**
   * Ends it, with all that it started.
   *
   * @throws Exception if it can't, which fails the test
   */
  default void end() throws Exception {}
}
