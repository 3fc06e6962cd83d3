package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.AggregatedListDisksRequest;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DisksScopedList;
import com.google.cloud.compute.v1.InsertDiskRequest;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.stub.DisksStub;
import com.google.cloud.compute.v1.stub.HttpJsonDisksStub;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.test.kit.DriverEnvironment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The driver with a real project; costs money. */
final class LiveGceEnvironment implements DriverEnvironment {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final String project;
  private final String zone;
  private final Driver driver = new GceDriver();
  private final RestClient client;
  private final DisksStub disks;

  /** Takes {@code PROJECT/ZONE}. */
  LiveGceEnvironment(String where) throws Exception {
    String[] parts = where.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "dispatch.live: '" + where + "'; expected PROJECT/ZONE, such as my-project/us-east1-b");
    }
    this.project = parts[0];
    this.zone = parts[1];
    Access access = Access.of(new ArrayList<>(), "https://compute.googleapis.com", "");
    this.client = new RestClient(access.endpoint(), access.credentials(), "dispatch-kit-live");
    this.disks = HttpJsonDisksStub.create(client.context());
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

  @Override
  public String leak(InstanceSetId instanceSetId) throws Exception {
    String name = "left-" + UUID.randomUUID();
    InsertDiskRequest request =
        InsertDiskRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setDiskResource(
                Disk.newBuilder()
                    .setName(name)
                    .setSizeGb(10)
                    .putLabels(Ownership.LABEL, Ownership.of(instanceSetId).value()))
            .build();
    Operation operation = client.call("make a disk", disks.insertCallable(), request, LIMIT);
    new Operations(project, client)
        .awaitZonal("make a disk", zone, operation, Deadline.in(InstantSource.system(), LIMIT));
    return name;
  }

  @Override
  public Map<String, Map<String, String>> resources() throws Exception {
    AggregatedListDisksRequest request =
        AggregatedListDisksRequest.newBuilder()
            .setProject(project)
            .setFilter("name eq left-.*")
            .build();
    Map<String, Map<String, String>> found = new HashMap<>();
    for (DisksScopedList each :
        client
            .call("list disks", disks.aggregatedListCallable(), request, LIMIT)
            .getItemsMap()
            .values()) {
      each.getDisksList().forEach(disk -> found.put(disk.getName(), disk.getLabelsMap()));
    }
    return found;
  }

  @Override
  public void end() {
    client.close();
  }
}
