package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.InstanceTypeCatalog;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A driver of the provider in memory that claims everything. */
final class FakeDriver implements Driver, InstanceTypeCatalog {
  static final Parameter<Secret> PASSWORD =
      Parameter.secret("password", "What opens it.").required();

  private final FakeCloud cloud;
  private final List<InstanceType> types;

  FakeDriver(FakeCloud cloud, List<InstanceType> types) {
    this.cloud = cloud;
    this.types = types;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(PASSWORD);
  }

  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    return new FakeInstanceSet(cloud, context);
  }

  @Override
  public List<InstanceType> instanceTypes(DriverContext context) {
    List<InstanceType> sorted = new ArrayList<>(types);
    if (cloud.flaw == Flaw.UNSORTED_CATALOG) {
      Collections.reverse(sorted);
    }
    return sorted;
  }
}
