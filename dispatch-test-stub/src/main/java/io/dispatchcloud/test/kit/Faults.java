package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.InstanceType;

/**
 * Makes an environment's provider fail. Which faults it can make is claimed by {@link
 * DriverClaims.Builder#faults}; no other is asked for.
 */
public interface Faults {
  /**
   * Has a fault hit every call that it is about, from now on until {@link #end}.
   *
   * @param fault one of those that are claimed
   * @param type the type that the next creates are of
   * @throws Exception if that can't be done, which fails the test
   */
  void begin(Fault fault, InstanceType type) throws Exception;

  /**
   * Ends all faults. Calls that hang go on.
   *
   * @throws Exception if that can't be done, which fails the test
   */
  void end() throws Exception;

  /**
   * How many calls hang at the provider now.
   *
   * @return 0 where {@link Fault#CALLS_HANG} is not claimed
   */
  default int hanging() {
    return 0;
  }
}
