package io.dispatchcloud.core;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** What tells the series of a {@link Metric} apart. */
public enum MetricTag {
  /** What an instance is used for; one that is held counts as in use while something is on it. */
  CATEGORY("category", "inuse", "hold", "booting", "unknown", "idle", "shutdown"),
  /** What instances have cost money for. */
  USE("category", "inuse", "booting", "idle", "shutdown"),
  /** The name of a type of instance. Others than this one come when there is something of them. */
  INSTANCE_TYPE("instance.type", "none"),
  /** The state of a container. */
  CONTAINER_STATE("state", "queued", "locked", "running", "complete", "cancelled"),
  /** The state of an instance. */
  INSTANCE_STATE("state", "unknown", "booting", "idle", "running", "shutdown"),
  /** Why a container does not run. */
  REASON(
      "reason",
      "preparing",
      "on_hold",
      "supervisor_limit",
      "previous_attempt_exiting",
      "waiting_for_instance",
      "at_capacity",
      "boots_failing",
      "account_limit",
      "dispatcher_limit",
      "budget_reached",
      "budget_spent",
      "draining",
      "nothing_fits"),
  /** What the provider is asked for. */
  OPERATION("operation", "create", "list", "destroy", "set tags"),
  /** Whether something failed. */
  ERROR("error", "false", "true"),
  /** What became of a boot. */
  BOOT_OUTCOME("outcome", "success", "failure", "aborted", "disappeared"),
  /** What became of a probe. */
  PROBE_OUTCOME("outcome", "success", "failure");

  private final String key;
  private final ImmutableList<String> values;

  MetricTag(String key, String... values) {
    this.key = key;
    this.values = ImmutableList.copyOf(values);
  }

  /**
   * What it is called.
   *
   * @return lower-case words with dots
   */
  public String key() {
    return key;
  }

  /**
   * The values that are known before anything happens.
   *
   * @return at least one
   */
  public List<String> known() {
    return values;
  }

  /**
   * Whether these are all there are.
   *
   * @return false for names of types
   */
  public boolean isFixed() {
    return this != INSTANCE_TYPE;
  }

  /** A value, if it may be one. */
  String require(String value) {
    if (isFixed() && !values.contains(value)) {
      throw new IllegalArgumentException(key + ": '" + value + "'; expected one of " + values);
    }
    return value;
  }
}
