package io.dispatchcloud.api.cloud;

import java.util.List;

/**
 * A driver that can tell which instance types there are. A {@link Driver} that can implements this
 * as well.
 */
@FunctionalInterface
public interface InstanceTypeCatalog {
  /**
   * Lists the types, with prices where they are known; blocks.
   *
   * @param context the same as for opening a set
   * @return the types, cheapest first
   * @throws CloudException if the provider refused, or did not answer in time
   */
  List<InstanceType> instanceTypes(DriverContext context) throws CloudException;
}
