package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.test.kit.DriverEnvironment;
import java.util.List;
import java.util.Map;

/** The driver with a real project; costs money. */
final class LiveGceEnvironment implements DriverEnvironment {
  private final String project;
  private final String zone;
  private final Driver driver = new GceDriver();

  /** Takes {@code PROJECT/ZONE}. */
  LiveGceEnvironment(String where) {
    String[] parts = where.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "dispatch.live: '" + where + "'; expected PROJECT/ZONE, such as my-project/us-east1-b");
    }
    this.project = parts[0];
    this.zone = parts[1];
  }

  @Override
  public Driver driver() {
    return driver;
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("project", project, "zones", zone, "diskSize", "10GiB");
  }

  @Override
  public List<InstanceType> types() {
    return List.of(GceTypes.E2, GceTypes.N2, GceTypes.SPOT);
  }
}
