package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;

/** Asks for pages of instances, whose answers must be EC2's: what is not listed counts as gone. */
final class InstancePages {
  /** What the SDK says where an answer has no request id; each answer of EC2 has one. */
  private static final String NO_REQUEST_ID = "UNKNOWN";

  private InstancePages() {}

  static DescribeInstancesResponse ask(
      Ec2Connection connection, CallKind kind, DescribeInstancesRequest request)
      throws RefusedException, CloudException {
    DescribeInstancesResponse page =
        connection.ask(kind, client -> client.describeInstances(request));
    // The SDK reads an empty body, or a web page of some proxy, as an answer that lists nothing.
    if (!page.hasReservations() && page.responseMetadata().requestId().equals(NO_REQUEST_ID)) {
      throw new CloudException("EC2: the answer to a listing is none");
    }
    return page;
  }

  /** The same, with a refusal as the failure that the dispatcher knows. */
  static DescribeInstancesResponse call(
      Ec2Connection connection, CallKind kind, DescribeInstancesRequest request)
      throws CloudException {
    try {
      return ask(connection, kind, request);
    } catch (RefusedException e) {
      throw Ec2Connection.failure(e);
    }
  }
}
