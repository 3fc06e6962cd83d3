package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.cloud.InstanceType;
import java.util.List;
import java.util.Objects;

/**
 * Which instance types a container may run on (section 2).
 *
 * @param types the types that fit, in the order of TYPE-3; empty if none does
 * @param error why none fits, for people; empty if one does
 */
public record Sizing(List<InstanceType> types, String error) {
  public Sizing {
    types = List.copyOf(types);
    Objects.requireNonNull(error, "error");
    if (types.isEmpty() == error.isEmpty()) {
      throw new IllegalArgumentException("sizing: expected either types or an error");
    }
  }

  /**
   * A container that can run.
   *
   * @param types the types that fit; at least one
   * @return the sizing
   */
  public static Sizing fits(List<InstanceType> types) {
    return new Sizing(types, "");
  }

  /**
   * A container that nothing here can run.
   *
   * @param error why
   * @return the sizing
   */
  public static Sizing nothingFits(String error) {
    return new Sizing(List.of(), error);
  }

  /**
   * Whether it can run.
   *
   * @return true if there are types
   */
  public boolean fits() {
    return !types.isEmpty();
  }
}
