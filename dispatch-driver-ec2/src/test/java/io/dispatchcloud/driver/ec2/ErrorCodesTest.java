package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.driver.ec2.ErrorCodes.Meaning;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("EC2's errors")
class ErrorCodesTest {
  private static Refusal refusal(String code, String message) {
    return new Refusal(code, message, 400, "r-1");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "RequestLimitExceeded | RATE_LIMIT | Request limit exceeded.",
        "RequestLimitExceeded | RATE_LIMIT | Request limit exceeded. Account 123 has been throttled",
        "Throttling | RATE_LIMIT | Rate exceeded",
        "ThrottlingException | RATE_LIMIT | Rate exceeded",
        "ThrottledException | RATE_LIMIT | Rate exceeded",
        "RequestThrottled | RATE_LIMIT | Rate exceeded",
        "RequestThrottledException | RATE_LIMIT | Rate exceeded",
        "EC2ThrottledException | RATE_LIMIT | Rate exceeded",
        "TooManyRequestsException | RATE_LIMIT | Too many requests",
        "SlowDown | RATE_LIMIT | Please reduce your request rate",
        "BandwidthLimitExceeded | RATE_LIMIT | Too much",
        "PriorRequestNotComplete | RATE_LIMIT | Not complete",
        "ResourceCreationRateExceeded | RATE_LIMIT | Too many creates",
        "InstanceLimitExceeded | QUOTA | You have requested more instances (21) than your current instance limit of 20 allows for the specified instance type. Please visit the limits page",
        "InsufficientAddressCapacity | QUOTA | Not enough available addresses to satisfy your request",
        "InsufficientFreeAddressesInSubnet | QUOTA | There are not enough free addresses in subnet 'subnet-1'",
        "InsufficientVolumeCapacity | QUOTA | There is not enough capacity to fulfill your EBS volume provision request",
        "MaxSpotInstanceCountExceeded | QUOTA | Max spot instance count exceeded",
        "VolumeLimitExceeded | QUOTA | You have exceeded your maximum gp2 storage limit of 50 TiB in this region.",
        "NetworkInterfaceLimitExceeded | QUOTA | You have reached the limit",
        "VcpuLimitExceeded | GROUP_CAPACITY | You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
        "InsufficientInstanceCapacity | TYPE_CAPACITY | We currently do not have sufficient p3.2xlarge capacity in the Availability Zone you requested (us-east-1d). Our system will be working on provisioning additional capacity.",
        "InsufficientInstanceCapacity | TYPE_CAPACITY | There is no Spot capacity available that matches your request.",
        "InsufficientCapacity | TYPE_CAPACITY | Insufficient capacity.",
        "InsufficientHostCapacity | TYPE_CAPACITY | There is no host",
        "InsufficientReservedInstanceCapacity | TYPE_CAPACITY | Not enough",
        "InsufficientCapacityOnOutpost | TYPE_CAPACITY | Not enough",
        "UnfulfillableCapacity | TYPE_CAPACITY | Unable to fulfill capacity due to your request configuration.",
        "SpotMaxPriceTooLow | TYPE_CAPACITY | Your Spot request price of 0.01 is lower than the minimum required Spot request fulfillment price of 0.04.",
        "Unsupported | TYPE_CAPACITY | Your requested instance type (t3.micro) is not supported in your requested Availability Zone (us-east-1e). Please retry your request by not specifying an Availability Zone or choosing us-east-1a, us-east-1b.",
        "Unsupported | TYPE_CAPACITY | The requested instance type is not supported in the requested zone.",
        "Unsupported | OTHER | The requested configuration is currently not supported. Please check the documentation for supported configurations.",
        "UnsupportedOperation | OTHER | Your requested instance type is not stoppable",
        "InvalidParameterValue | OTHER | Invalid value 'x' for InstanceType.",
        "UnauthorizedOperation | OTHER | You are not authorized to perform this operation.",
        "AuthFailure | OTHER | AWS was not able to validate the provided access credentials",
        "OptInRequired | OTHER | You are not subscribed to this service.",
        "InternalError | OTHER | An internal error has occurred",
        "Unavailable | OTHER | The service is unavailable. Please try again shortly.",
        "RequestExpired | OTHER | Request has expired.",
        "IdempotentParameterMismatch | OTHER | Arguments on this idempotent request are inconsistent",
        "IdempotentInstanceTerminated | OTHER | The client token is associated with a terminated instance",
        "InvalidAMIID.NotFound | OTHER | The image id '[ami-1]' does not exist",
        "InvalidGroup.NotFound | OTHER | The security group 'sg-1' does not exist",
        "TagLimitExceeded | OTHER | The maximum number of Tags for a resource has been reached.",
        "PendingVerification | OTHER | Your request for accessing resources in this region is being validated",
        "Blocked | OTHER | This account is currently blocked",
        "NeverHeardOf | OTHER | Whatever the requested instance type",
      })
  @DisplayName("EC2-5 mean")
  void meanings(String code, Meaning meaning, String message) {
    assertThat(ErrorCodes.meaning(refusal(code, message))).isEqualTo(meaning);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "InvalidSubnetID.NotFound | true | The subnet ID 'subnet-1' does not exist",
        "InvalidSubnet | true | No default subnet for availability zone: 'null'.",
        "InsufficientFreeAddressesInSubnet | true | There are not enough free addresses",
        "InsufficientInstanceCapacity | true | We currently do not have sufficient capacity",
        "InsufficientVolumeCapacity | true | There is not enough capacity",
        "Unsupported | true | The requested configuration is currently not supported.",
        "InvalidParameterValue | true | Not enough free addresses in subnet subnet-1",
        "InvalidParameterValue | true | There are not enough free private IP addresses",
        "InvalidParameterCombination | true | The parameter SubnetId cannot be used with it",
        "InvalidParameter | true | Security group sg-1 and subnet subnet-1 belong to different networks.",
        "InvalidParameter | false | Invalid availability zone",
        "InvalidParameterValue | false | Invalid value 'x' for InstanceType.",
        "MissingParameter | false | The request must contain the parameter subnet",
        "UnsupportedOperation | false | Not in this subnet",
        "VcpuLimitExceeded | false | You have requested more vCPU capacity",
        "InstanceLimitExceeded | false | You have requested more instances",
      })
  @DisplayName("EC2-4 may be those of one subnet")
  void subnets(String code, boolean ofOneSubnet, String message) {
    assertThat(ErrorCodes.isOfOneSubnet(refusal(code, message))).isEqualTo(ofOneSubnet);
  }

  @Test
  @DisplayName("EC2-5 with status 429 ask for fewer calls, whatever their code")
  void tooManyRequests() {
    assertThat(ErrorCodes.meaning(new Refusal("Whatever", "", 429, "")))
        .isEqualTo(Meaning.RATE_LIMIT);
  }

  @Test
  @DisplayName("EC2-5 are told with code, message, status and request id, as far as there are any")
  void texts() {
    assertThat(refusal("Code", "What.").text()).isEqualTo("Code: What. (status 400, request r-1)");
    assertThat(new Refusal("HTTP 500", "", 500, "").text()).isEqualTo("HTTP 500 (status 500)");
  }

  @Test
  @DisplayName("EC2-5 of throttling double the wait and more, up to a minute, until a success")
  void waits() {
    RateLimits limits = new RateLimits();

    assertThat(limits.refused(CallKind.CREATE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(limits.refused(CallKind.CREATE)).isEqualTo(Duration.ofMillis(2_500));
    assertThat(limits.refused(CallKind.CREATE)).isEqualTo(Duration.ofMillis(4_750));
    assertThat(limits.refused(CallKind.LIST)).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      limits.refused(CallKind.CREATE);
    }
    assertThat(limits.refused(CallKind.CREATE)).isEqualTo(Duration.ofMinutes(1));

    limits.succeeded(CallKind.CREATE);
    assertThat(limits.refused(CallKind.CREATE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(limits.refused(CallKind.LIST)).isEqualTo(Duration.ofMillis(2_500));
  }
}
