package io.dispatchcloud.driver.gce;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.InstanceTypeCatalog;
import io.dispatchcloud.api.config.Parameter;
import java.util.List;

/**
 * Makes instances at Google Compute Engine (section 13). Thread-safe.
 *
 * <p>Sets of one id may be open more than once at a time. A create returns when Compute Engine has
 * made the machine, which takes some seconds, or has said why not.
 */
@AutoService(Driver.class)
public final class GceDriver implements Driver, InstanceTypeCatalog {
  /** Made without doing anything. */
  public GceDriver() {}

  @Override
  public String name() {
    return "gce";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return GceParameters.all();
  }

  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    return GceInstanceSet.open(context);
  }

  /**
   * Lists the machine types of all zones that have a price, each as it is and, with {@code .spot}
   * at the end of its name, as a preemptible one. Prices are those of the table that comes with the
   * driver, for the region of the first zone. Their scratch is what the operating system leaves of
   * the boot disk.
   */
  @Override
  public List<InstanceType> instanceTypes(DriverContext context) throws CloudException {
    GceConfig config = GceConfig.of(context.parameters());
    Catalog catalog = new Catalog(config, context);
    try (ComputeApi api = GceInstanceSet.api(config, context)) {
      Ownership ownership = Ownership.of(context.instanceSetId());
      return catalog.types(new Listings(api, ownership, context.clock()));
    } catch (ApiException e) {
      throw new CloudFailures(context.logger()).ofCall(e);
    }
  }
}
