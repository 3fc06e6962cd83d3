package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.InstanceType;
import java.util.Objects;

/**
 * A VM that is about to be made: what a test decides its behaviour by.
 *
 * @param number which of all VMs of the driver it is, from 1 on
 * @param type its type
 * @param numberOfItsType which of all VMs of that type it is, from 1 on
 */
public record VmOrder(int number, InstanceType type, int numberOfItsType) {
  public VmOrder {
    Objects.requireNonNull(type, "type");
  }
}
