package io.dispatchcloud.test.kit;

/** Something that not every driver can, or can show. */
public enum DriverClaim {
  /** It makes instances that the provider may take back. Otherwise it must refuse to. */
  PREEMPTIBLE,
  /**
   * The environment's types that are not preemptible are in more than one quota group. Otherwise
   * they must all be in one.
   */
  QUOTA_GROUPS,
  /**
   * It knows the host keys of instances; see {@link DriverEnvironment#hostKey}. Otherwise it must
   * say so.
   */
  HOST_KEYS,
  /** It tells what preemptible types cost lately. Otherwise it must answer with nothing. */
  PRICE_HISTORY,
  /**
   * It is an {@link io.dispatchcloud.api.cloud.InstanceTypeCatalog}. Otherwise it must not be one.
   */
  INSTANCE_TYPES,
  /**
   * Its sets have a leak sweeper; see {@link DriverEnvironment#leak}. Otherwise they must have
   * none.
   */
  LEAK_SWEEPS,
  /** It makes resources that are not one instance's; see {@link DriverEnvironment#resources}. */
  SHARED_RESOURCES,
  /** A create that is repeated with its token makes no second instance. */
  IDEMPOTENT_CREATES,
  /** The tags of instances can be changed. Otherwise that must fail, and change nothing. */
  TAG_CHANGES,
  /** A set can be open twice at a time. Otherwise opening it again must be refused. */
  SETS_OPEN_TWICE,
  /** It is found by its name. What is not is for one application alone. */
  FOUND_BY_NAME
}
