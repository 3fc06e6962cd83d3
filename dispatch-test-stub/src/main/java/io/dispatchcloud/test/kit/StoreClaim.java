package io.dispatchcloud.test.kit;

/** Something that not every container store can, or can show. */
public enum StoreClaim {
  /**
   * Several processes can have it open at a time, and it outlives each of them; see {@link
   * StoreEnvironment#location}. Otherwise only what one process can show is tested.
   */
  SHARED_BETWEEN_PROCESSES,
  /** It tells its listeners what users change. Otherwise it must never call them. */
  TELLS_CHANGES,
  /** Users can delete containers; see {@link StoreEnvironment#delete}. */
  DELETES,
  /** What runs on the instances records by itself. Otherwise it must say that it does not. */
  RUNNER_RECORDS,
  /** Its containers tell what they have cost. Otherwise it must say that they do not. */
  TELLS_COSTS
}
