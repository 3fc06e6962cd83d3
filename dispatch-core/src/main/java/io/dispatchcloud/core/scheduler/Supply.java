package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.pool.PoolView;
import java.util.Set;

/** Which types new instances can be had of, in one pass. */
final class Supply {
  private final Set<String> bootsFailing;
  private final Set<String> atCapacity;

  Supply(PoolView pool) {
    bootsFailing = pool.bootsFailing();
    atCapacity = pool.atCapacity();
  }

  boolean isFailing(Types.Known type) {
    return bootsFailing.contains(type.type.name());
  }

  /** Whether one can be created: its boots do not fail, and the provider has room for it. */
  boolean isCreatable(Types.Known type) {
    return !isFailing(type) && !atCapacity.contains(type.type.name());
  }
}
