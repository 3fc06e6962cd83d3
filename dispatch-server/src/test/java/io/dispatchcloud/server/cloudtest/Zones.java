package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.config.Parameter;
import java.util.ArrayList;
import java.util.List;

/** A cloud with two zones. */
final class Zones implements Driver {
  private static final Parameter<List<String>> ZONES = Parameter.textList("zones", "where");

  final List<List<String>> opened = new ArrayList<>();
  private final Driver cloud;

  Zones(Driver cloud) {
    this.cloud = cloud;
  }

  @Override
  public String name() {
    return "zones";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(ZONES);
  }

  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    List<String> zones = context.parameters().get(ZONES);
    if (!List.of("a", "b").containsAll(zones)) {
      throw new IllegalArgumentException("zones: '" + zones.get(0) + "'; expected a or b");
    }
    opened.add(zones);
    return cloud.open(context);
  }
}
