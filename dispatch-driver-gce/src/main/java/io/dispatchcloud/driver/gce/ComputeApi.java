package io.dispatchcloud.driver.gce;

import com.google.auth.Credentials;
import com.google.cloud.compute.v1.AggregatedListDisksRequest;
import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.DeleteDiskRequest;
import com.google.cloud.compute.v1.DeleteInstanceRequest;
import com.google.cloud.compute.v1.DiskAggregatedList;
import com.google.cloud.compute.v1.GetGuestAttributesInstanceRequest;
import com.google.cloud.compute.v1.GetInstanceRequest;
import com.google.cloud.compute.v1.GuestAttributes;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstanceAggregatedList;
import com.google.cloud.compute.v1.InstancesSetLabelsRequest;
import com.google.cloud.compute.v1.ListMachineTypesRequest;
import com.google.cloud.compute.v1.MachineTypeList;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.SetLabelsInstanceRequest;
import com.google.cloud.compute.v1.SetMetadataInstanceRequest;
import com.google.cloud.compute.v1.stub.DisksStub;
import com.google.cloud.compute.v1.stub.HttpJsonDisksStub;
import com.google.cloud.compute.v1.stub.HttpJsonInstancesStub;
import com.google.cloud.compute.v1.stub.HttpJsonMachineTypesStub;
import com.google.cloud.compute.v1.stub.InstancesStub;
import com.google.cloud.compute.v1.stub.MachineTypesStub;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Every call to Compute Engine that this driver makes, each in the project it was opened for.
 * Thread-safe.
 */
final class ComputeApi implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The most that a listing of instances or disks gives in one page. */
  private static final int PAGE = 500;

  private final String project;
  private final RestClient client;
  private final InstancesStub instances;
  private final DisksStub disks;
  private final MachineTypesStub machineTypes;
  private final Operations operations;

  private ComputeApi(String project, RestClient client) throws IOException {
    this.project = project;
    this.client = client;
    this.instances = HttpJsonInstancesStub.create(client.context());
    this.disks = HttpJsonDisksStub.create(client.context());
    this.machineTypes = HttpJsonMachineTypesStub.create(client.context());
    this.operations = new Operations(project, client);
  }

  /** Made without connecting. */
  static ComputeApi open(
      String project, String endpoint, @Nullable Credentials credentials, String name)
      throws IOException {
    RestClient client = new RestClient(endpoint, credentials, name);
    boolean opened = false;
    try {
      ComputeApi api = new ComputeApi(project, client);
      opened = true;
      return api;
    } finally {
      if (!opened) {
        client.close();
      }
    }
  }

  Operations operations() {
    return operations;
  }

  /** Asks for an instance; the operation says when, and whether, it was made. */
  Operation insert(String zone, String requestId, Instance instance, Deadline deadline)
      throws ApiException {
    InsertInstanceRequest request =
        InsertInstanceRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setRequestId(requestId)
            .setInstanceResource(instance)
            .build();
    return client.call(
        "create " + instance.getName() + " in " + zone,
        instances.insertCallable(),
        request,
        deadline.atMost(LIMIT));
  }

  Instance instance(String zone, String name, Deadline deadline) throws ApiException {
    GetInstanceRequest request =
        GetInstanceRequest.newBuilder().setProject(project).setZone(zone).setInstance(name).build();
    return client.call(
        "get " + name + " in " + zone, instances.getCallable(), request, deadline.atMost(LIMIT));
  }

  InstanceAggregatedList instances(String filter, String pageToken, int most, Deadline deadline)
      throws ApiException {
    AggregatedListInstancesRequest.Builder request =
        AggregatedListInstancesRequest.newBuilder()
            .setProject(project)
            .setFilter(filter)
            .setMaxResults(most);
    if (!pageToken.isEmpty()) {
      request.setPageToken(pageToken);
    }
    return client.call(
        "list instances",
        instances.aggregatedListCallable(),
        request.build(),
        deadline.atMost(LIMIT));
  }

  InstanceAggregatedList instances(String filter, String pageToken, Deadline deadline)
      throws ApiException {
    return instances(filter, pageToken, PAGE, deadline);
  }

  Operation delete(String zone, String name, Deadline deadline) throws ApiException {
    DeleteInstanceRequest request =
        DeleteInstanceRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setInstance(name)
            .build();
    return client.call(
        "destroy " + name + " in " + zone,
        instances.deleteCallable(),
        request,
        deadline.atMost(LIMIT));
  }

  Operation setLabels(String zone, String name, InstancesSetLabelsRequest labels, Deadline deadline)
      throws ApiException {
    SetLabelsInstanceRequest request =
        SetLabelsInstanceRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setInstance(name)
            .setInstancesSetLabelsRequestResource(labels)
            .build();
    return client.call(
        "set labels of " + name + " in " + zone,
        instances.setLabelsCallable(),
        request,
        deadline.atMost(LIMIT));
  }

  Operation setMetadata(String zone, String name, Metadata metadata, Deadline deadline)
      throws ApiException {
    SetMetadataInstanceRequest request =
        SetMetadataInstanceRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setInstance(name)
            .setMetadataResource(metadata)
            .build();
    return client.call(
        "set metadata of " + name + " in " + zone,
        instances.setMetadataCallable(),
        request,
        deadline.atMost(LIMIT));
  }

  GuestAttributes guestAttributes(String zone, String name, String path, Deadline deadline)
      throws ApiException {
    GetGuestAttributesInstanceRequest request =
        GetGuestAttributesInstanceRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setInstance(name)
            .setQueryPath(path)
            .build();
    return client.call(
        "read guest attributes of " + name + " in " + zone,
        instances.getGuestAttributesCallable(),
        request,
        deadline.atMost(LIMIT));
  }

  DiskAggregatedList disks(String filter, String pageToken, Deadline deadline) throws ApiException {
    AggregatedListDisksRequest.Builder request =
        AggregatedListDisksRequest.newBuilder()
            .setProject(project)
            .setFilter(filter)
            .setMaxResults(PAGE);
    if (!pageToken.isEmpty()) {
      request.setPageToken(pageToken);
    }
    return client.call(
        "list disks", disks.aggregatedListCallable(), request.build(), deadline.atMost(LIMIT));
  }

  Operation deleteDisk(String zone, String name, Deadline deadline) throws ApiException {
    DeleteDiskRequest request =
        DeleteDiskRequest.newBuilder().setProject(project).setZone(zone).setDisk(name).build();
    return client.call(
        "delete the disk " + name + " in " + zone,
        disks.deleteCallable(),
        request,
        deadline.atMost(LIMIT));
  }

  MachineTypeList machineTypes(String zone, String pageToken, Deadline deadline)
      throws ApiException {
    ListMachineTypesRequest.Builder request =
        ListMachineTypesRequest.newBuilder().setProject(project).setZone(zone).setMaxResults(PAGE);
    if (!pageToken.isEmpty()) {
      request.setPageToken(pageToken);
    }
    return client.call(
        "list machine types of " + zone,
        machineTypes.listCallable(),
        request.build(),
        deadline.atMost(LIMIT));
  }

  @Override
  public void close() {
    client.close();
  }
}
