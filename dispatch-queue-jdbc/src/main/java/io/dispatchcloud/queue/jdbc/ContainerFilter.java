package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.ContainerState;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which containers to list: those for which all parts hold.
 *
 * @param states the states; empty for any
 * @param label a label that they have, as a name and a value; null for any
 * @param owner the instance set that has them locked; null for any or none
 */
public record ContainerFilter(
    Set<ContainerState> states,
    Map.@Nullable Entry<String, String> label,
    @Nullable InstanceSetId owner) {
  /** All there are. */
  public static final ContainerFilter ALL = new ContainerFilter(Set.of(), null, null);

  public ContainerFilter {
    states = Set.copyOf(states);
    label = label == null ? null : Map.entry(label.getKey(), label.getValue());
  }

  /**
   * Those in some states.
   *
   * @param first a state
   * @param more further states
   * @return a filter
   */
  public static ContainerFilter in(ContainerState first, ContainerState... more) {
    return new ContainerFilter(EnumSet.of(first, more), null, null);
  }

  /**
   * The same, with a label.
   *
   * @param name its name
   * @param value its value
   * @return a copy
   */
  public ContainerFilter withLabel(String name, String value) {
    return new ContainerFilter(states, Map.entry(name, value), owner);
  }

  /**
   * The same, locked by an instance set.
   *
   * @param set the instance set
   * @return a copy
   */
  public ContainerFilter lockedBy(InstanceSetId set) {
    return new ContainerFilter(states, label, set);
  }
}
