package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The connection to EC2")
class Ec2ConnectionTest {
  private final Ec2Bench bench = new Ec2Bench();
  private final ExecutorService thread = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    bench.close();
    thread.shutdownNow();
  }

  @Test
  @DisplayName("EC2-1 wrong credentials are refused when a set is opened, and told without them")
  void wrongCredentials() {
    bench.with("accessKeyId", "AKIAWRONG").with("secretAccessKey", "hush-hush");

    assertThatThrownBy(bench::set)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("AuthFailure: AWS was not able to validate")
        .hasMessageContaining("401")
        .hasMessageNotContaining("hush");
  }

  @Test
  @DisplayName("EC2-1 an endpoint where nobody answers is refused when a set is opened")
  void nobodyThere() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      bench.with("endpoint", "http://127.0.0.1:" + taken.getLocalPort());
    }

    assertThatThrownBy(bench::set)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("EC2: no answer");
  }

  @Test
  @DisplayName("EC2-5 too many calls are no reason not to open a set")
  void throttledOpening() throws Exception {
    bench.ec2.faults.refuse("DescribeInstances", FakeFaults.throttled());

    InstanceSet set = bench.set();

    assertThatThrownBy(() -> set.instances(Ec2Bench.TAGS)).isInstanceOf(RateLimitException.class);
    assertThat(set).hasToString("EC2 instances of bench in us-test-1");
  }

  @Test
  @DisplayName("EC2-5 nor is an error of EC2's own; what EC2 refuses is")
  void failingOpening() throws Exception {
    bench.ec2.faults.refuse("DescribeInstances", new ApiError("Unavailable", "Not now", 503));
    assertThat(bench.set()).isNotNull();
    assertThat(bench.log.lines()).anyMatch(line -> line.contains("Unavailable: Not now"));

    bench.ec2.faults.refuse(
        "DescribeInstances", new ApiError("UnauthorizedOperation", "You may not", 403));
    assertThatThrownBy(() -> bench.open("bench")).hasMessageContaining("You may not");
  }

  @Test
  @DisplayName("EC2-1 without keys, those of the SDK's default chain are used")
  void defaultChain() throws Exception {
    System.setProperty("aws.accessKeyId", FakeEc2.KEY_ID);
    System.setProperty("aws.secretAccessKey", FakeEc2.SECRET_KEY);
    try {
      bench.with("accessKeyId", null).with("secretAccessKey", null);
      assertThat(bench.set().instances(Ec2Bench.TAGS)).isEmpty();
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  @DisplayName("EC2-1 that there are no credentials is told as that")
  void noCredentials(@TempDir Path directory) {
    String none = directory.resolve("none").toString();
    Map<String, String> properties =
        Map.of(
            "aws.disableEc2Metadata", "true",
            "aws.configFile", none,
            "aws.sharedCredentialsFile", none);
    properties.forEach(System::setProperty);
    try {
      bench.with("accessKeyId", null).with("secretAccessKey", null);
      assertThatThrownBy(bench::set)
          .isExactlyInstanceOf(CloudException.class)
          .hasMessageStartingWith("EC2: no credentials");
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  @DisplayName("EC2-1 SET-1 the SDK's own files, when they can't be read, fail the opening")
  void brokenConfig(@TempDir Path directory) throws Exception {
    Path config = Files.writeString(directory.resolve("config"), "[profile\nhush = hush\n");
    System.setProperty("aws.configFile", config.toString());
    try {
      assertThatThrownBy(bench::set)
          .isExactlyInstanceOf(CloudException.class)
          .hasMessageContaining("~/.aws/config")
          .hasMessageNotContaining("hush");
      assertThatThrownBy(() -> new Ec2Driver().instanceTypes(bench.context()))
          .isExactlyInstanceOf(CloudException.class);
    } finally {
      System.clearProperty("aws.configFile");
    }
  }

  @Test
  @DisplayName("EC2-6 an endpoint whose answer is none is refused when a set is opened")
  void answerIsNone() {
    bench.ec2.faults.mangle("DescribeInstances", request -> "<html/>");

    assertThatThrownBy(bench::set)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("the answer to a listing is none");
  }

  @Test
  @DisplayName("SET-2 calls that hang fail when the set is closed, and leave no request behind")
  void closing() throws Exception {
    InstanceSet set = bench.set();
    bench.ec2.faults.hang();
    Future<?> listing = thread.submit(() -> set.instances(Ec2Bench.TAGS));
    await().until(() -> bench.ec2.faults.hanging() == 1);

    set.close();

    assertThatThrownBy(listing::get)
        .hasCauseExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> set.instances(Ec2Bench.TAGS)).hasMessageContaining("closed");
  }

  @Test
  @DisplayName("EC2-5 an error without a code is told by its status")
  void noCode() throws Exception {
    bench.set();
    bench.ec2.faults.refuse("DescribeInstances", new ApiError("", "Bad gateway", 502));

    assertThatThrownBy(() -> bench.set().instances(Ec2Bench.TAGS))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("HTTP 502");
  }

  @Test
  @DisplayName("EC2-5 a code is known with or without the side whose fault it is")
  void sides() throws Exception {
    bench.set();
    bench.ec2.faults.refuse(
        "DescribeInstances", new ApiError("Client.RequestLimitExceeded", "Too many", 503));

    assertThatThrownBy(() -> bench.set().instances(Ec2Bench.TAGS))
        .isInstanceOf(RateLimitException.class);
  }
}
