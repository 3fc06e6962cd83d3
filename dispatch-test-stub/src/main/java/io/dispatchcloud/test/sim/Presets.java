package io.dispatchcloud.test.sim;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fault plans that have names. */
final class Presets {
  static final FaultPlan CALM =
      FaultPlan.none()
          .with(Fault.CREATE_FAILS, 0.005)
          .with(Fault.LISTING_SLOW, 0.02)
          .with(Fault.LISTING_LACKS_NEWEST, 0.05)
          .with(Fault.TAGS_LATE, 0.05)
          .with(Fault.DESTROY_LINGERS, 0.2)
          .with(Fault.BOOT_SLOW, 0.02)
          .with(Fault.ADDRESS_LATE, 0.1)
          .with(Fault.SSH_REFUSED, 0.001)
          .with(Fault.SPOT_RECLAIM, 0.02)
          .with(Fault.VM_DIES, 0.001)
          .with(Fault.STORE_SLOW, 0.01)
          .with(Fault.CLOCK_DRIFTS, 0.5);

  static final FaultPlan ORDINARY =
      CALM.with(Fault.CREATE_FAILS, 0.02)
          .with(Fault.CREATE_ANSWER_LOST, 0.01)
          .with(Fault.CREATE_SLOW, 0.02)
          .with(Fault.LISTING_FAILS, 0.01)
          .with(Fault.LISTING_STALE, 0.02)
          .with(Fault.LISTING_PARTIAL, 0.01)
          .with(Fault.LISTING_DUPLICATES, 0.01)
          .with(Fault.TAGS_LOST, 0.01)
          .with(Fault.DESTROY_FAILS, 0.02)
          .with(Fault.RATE_LIMIT, 0.01)
          .with(Fault.QUOTA, 0.2)
          .with(Fault.CAPACITY_TYPE, 0.5)
          .with(Fault.CAPACITY_GROUP, 0.1)
          .with(Fault.CAPACITY_ZONE, 0.1)
          .with(Fault.BOOT_SLOW, 0.05)
          .with(Fault.BOOT_NEVER, 0.01)
          .with(Fault.ADDRESS_CHANGES, 0.02)
          .with(Fault.SSH_REFUSED, 0.005)
          .with(Fault.SSH_HANGS, 0.0005)
          .with(Fault.SSH_DROPPED_UNDONE, 0.002)
          .with(Fault.SSH_DROPPED_DONE, 0.002)
          .with(Fault.SSH_DROPPED_DONE_LATER, 0.0005)
          .with(Fault.RUNNER_CRASHES_BEFORE, 0.002)
          .with(Fault.RUNNER_CRASHES_AFTER, 0.005)
          .with(Fault.VM_DIES, 0.02)
          .with(Fault.VM_CUT_OFF, 0.05)
          .with(Fault.SPOT_RECLAIM, 0.1)
          .with(Fault.DISK_FULL, 0.01)
          .with(Fault.STORE_SLOW, 0.02)
          .with(Fault.STORE_OVERLOADED, 0.005)
          .with(Fault.STORE_UNDONE, 0.001)
          .with(Fault.STORE_DONE, 0.001)
          .with(Fault.USER_CANCELS, 1)
          .with(Fault.USER_CHANGES_PRIORITY, 2)
          .with(Fault.DISPATCHER_DIES, 0.1)
          .with(Fault.CLOCK_JUMPS, 0.1);

  static final FaultPlan STORM =
      FaultPlan.none()
          .with(Fault.CREATE_FAILS, 0.1)
          .with(Fault.CREATE_ANSWER_LOST, 0.1)
          .with(Fault.CREATE_SLOW, 0.1)
          .with(Fault.LISTING_FAILS, 0.1)
          .with(Fault.LISTING_SLOW, 0.1)
          .with(Fault.LISTING_STALE, 0.2)
          .with(Fault.LISTING_PARTIAL, 0.2)
          .with(Fault.LISTING_DUPLICATES, 0.1)
          .with(Fault.LISTING_LACKS_NEWEST, 0.3)
          .with(Fault.TAGS_LATE, 0.2)
          .with(Fault.TAGS_LOST, 0.1)
          .with(Fault.DESTROY_FAILS, 0.2)
          .with(Fault.DESTROY_LINGERS, 0.3)
          .with(Fault.RATE_LIMIT, 0.05)
          .with(Fault.QUOTA, 1)
          .with(Fault.CAPACITY_TYPE, 3)
          .with(Fault.CAPACITY_GROUP, 1)
          .with(Fault.CAPACITY_ZONE, 0.5)
          .with(Fault.BOOT_SLOW, 0.2)
          .with(Fault.BOOT_NEVER, 0.05)
          .with(Fault.ADDRESS_LATE, 0.3)
          .with(Fault.ADDRESS_CHANGES, 0.3)
          .with(Fault.SSH_REFUSED, 0.02)
          .with(Fault.SSH_HANGS, 0.003)
          .with(Fault.SSH_DROPPED_UNDONE, 0.02)
          .with(Fault.SSH_DROPPED_DONE, 0.02)
          .with(Fault.SSH_DROPPED_DONE_LATER, 0.01)
          .with(Fault.HOST_KEY_CHANGED, 0.1)
          .with(Fault.RUNNER_MISSING, 0.3)
          .with(Fault.RUNNER_CRASHES_BEFORE, 0.05)
          .with(Fault.RUNNER_CRASHES_AFTER, 0.05)
          .with(Fault.LOCK_STUCK, 0.03)
          .with(Fault.VM_DIES, 0.4)
          .with(Fault.VM_CUT_OFF, 1)
          .with(Fault.SPOT_RECLAIM, 1)
          .with(Fault.DISK_FULL, 0.2)
          .with(Fault.STORE_SLOW, 0.1)
          .with(Fault.STORE_OVERLOADED, 0.03)
          .with(Fault.STORE_UNDONE, 0.01)
          .with(Fault.STORE_DONE, 0.01)
          .with(Fault.STORE_CUT_OFF, 1)
          .with(Fault.USER_CANCELS, 5)
          .with(Fault.USER_CHANGES_PRIORITY, 20)
          .with(Fault.USER_DELETES, 2)
          .with(Fault.DISPATCHER_DIES, 3)
          .with(Fault.DISPATCHER_DOUBLED, 2)
          .with(Fault.CLOCK_DRIFTS, 0.7)
          .with(Fault.CLOCK_JUMPS, 2);

  static final Map<String, FaultPlan> ALL = all();

  private Presets() {}

  private static Map<String, FaultPlan> all() {
    Map<String, FaultPlan> all = new LinkedHashMap<>();
    all.put("none", FaultPlan.none());
    all.put("calm", CALM);
    all.put("ordinary", ORDINARY);
    all.put("storm", STORM);
    return all;
  }
}
