package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.stub.HttpJsonInstancesStub;
import com.google.cloud.compute.v1.stub.InstancesStub;
import java.io.IOException;
import java.time.Duration;

/** One call through a client, with a time limit of the test's own. */
final class ComputeApiProbe {
  private final RestClient client;
  private final InstancesStub instances;

  ComputeApiProbe(RestClient client) {
    this.client = client;
    try {
      this.instances = HttpJsonInstancesStub.create(client.context());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void list(Duration limit) throws ApiException {
    AggregatedListInstancesRequest request =
        AggregatedListInstancesRequest.newBuilder()
            .setProject("p")
            .setFilter("labels.a=b")
            .setMaxResults(1)
            .build();
    client.call("list", instances.aggregatedListCallable(), request, limit);
  }
}
