package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

@DisplayName("A listing of EC2 instances")
class ListingTest {
  private final Ec2Bench bench = new Ec2Bench();

  @AfterEach
  void end() {
    bench.close();
  }

  private void addRunning(int count, Map<String, String> tags) {
    for (int i = 0; i < count; i++) {
      bench.cloud.addRunning(
          RunInstancesRequest.builder()
              .instanceType("t3.micro")
              .tagSpecifications(Tags.specification(ResourceType.INSTANCE, tags))
              .build());
    }
  }

  private List<Instance> list() throws CloudException {
    return bench.set().instances(Ec2Bench.TAGS);
  }

  private static String reservations(String... instances) {
    return "<DescribeInstancesResponse><requestId>1</requestId><reservationSet><item>"
        + "<instancesSet><item>"
        + String.join("</item><item>", instances)
        + "</item></instancesSet></item></reservationSet></DescribeInstancesResponse>";
  }

  private static String tag(String key, String value) {
    return "<tagSet><item><key>" + key + "</key><value>" + value + "</value></item></tagSet>";
  }

  @Test
  @DisplayName("EC2-6 has all pages, each instance once")
  void pages() throws Exception {
    addRunning(2_300, Ec2Bench.TAGS);
    bench.set();
    int before = bench.ec2.requests("DescribeInstances").size();

    assertThat(list()).extracting(Instance::id).hasSize(2_300).doesNotHaveDuplicates();
    List<Map<String, String>> asked = bench.ec2.requests("DescribeInstances");
    assertThat(asked.subList(before, asked.size()))
        .hasSize(3)
        .allMatch(each -> "1000".equals(each.get("MaxResults")));
    assertThat(asked.get(before)).doesNotContainKey("NextToken");
    assertThat(asked.get(before + 1)).containsKey("NextToken");
  }

  @Test
  @DisplayName("EC2-6 asks by tags and by all states but terminated")
  void filters() throws Exception {
    Map<String, String> wanted = new HashMap<>(Ec2Bench.TAGS);
    wanted.put("Colour", "red");
    wanted.put("Wild", "a*b?c");
    wanted.put("Back", "a\\b");
    wanted.put("Nothing", "");
    bench.set().instances(wanted);

    Collection<String> sent = bench.last("DescribeInstances").values();
    assertThat(sent)
        .contains("tag:" + Ec2Bench.ID_KEY, "bench", "tag:Colour", "red", "instance-state-name")
        .contains("pending", "running", "shutting-down", "stopping", "stopped")
        .doesNotContain("terminated")
        // A star stands for anything in a filter; the dispatcher looks at tags once more.
        .doesNotContain("tag:Wild", "tag:Back", "tag:Nothing");
  }

  @Test
  @DisplayName("EC2-6 leaves out terminated ones only, also where EC2 does not filter")
  void states() throws Exception {
    bench.set();
    addRunning(InstanceStateName.knownValues().size(), Ec2Bench.TAGS);
    int i = 0;
    List<FakeVm> vms = List.copyOf(bench.cloud.vms.values());
    for (InstanceStateName state : InstanceStateName.knownValues()) {
      vms.get(i++).state = state;
    }
    assertThat(list()).hasSize(5);

    bench.ec2.faults.mangle(
        "DescribeInstances",
        request ->
            reservations(
                "<instanceId>i-1</instanceId><instanceState><name>terminated</name></instanceState>"
                    + tag(Ec2Bench.ID_KEY, "bench"),
                "<instanceId>i-2</instanceId><instanceState><name>who-knows</name></instanceState>"
                    + tag(Ec2Bench.ID_KEY, "bench"),
                "<instanceId>i-3</instanceId>" + tag(Ec2Bench.ID_KEY, "bench"),
                "<instanceId>i-4</instanceId>" + tag(Ec2Bench.ID_KEY, "bench-2"),
                "<instanceId>i-5</instanceId>"));
    assertThat(list()).extracting(each -> each.id().value()).containsExactly("i-2", "i-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<instanceId/>", "<instanceId> </instanceId>"})
  @DisplayName("EC2-6 fails where an instance has no id")
  void noId(String id) throws Exception {
    bench.set();
    bench.ec2.faults.mangle(
        "DescribeInstances", request -> reservations(id + tag(Ec2Bench.ID_KEY, "bench")));

    assertThatThrownBy(this::list)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("without an id");
  }

  @Test
  @DisplayName("EC2-6 shows tags without those of AWS's own, an address of any kind, and no null")
  void oddAnswers() throws Exception {
    bench.set();
    bench.ec2.faults.mangle(
        "DescribeInstances",
        request ->
            reservations(
                "<instanceId>i-1</instanceId><privateIpAddress></privateIpAddress>"
                    + "<ipv6Address>2001:db8::1</ipv6Address><tagSet>"
                    + "<item><key>aws:ec2spot:fleet</key><value>1</value></item>"
                    + "<item><key>empty</key></item><item><value>lost</value></item>"
                    + "<item><key>"
                    + Ec2Bench.ID_KEY
                    + "</key><value>bench</value></item></tagSet>",
                "<instanceId>odd id/2</instanceId><ipAddress>192.0.2.1</ipAddress>"
                    + tag(Ec2Bench.ID_KEY, "bench"),
                "<instanceId>i-1</instanceId>" + tag(Ec2Bench.ID_KEY, "bench")));

    List<Instance> listed = list();

    assertThat(listed).hasSize(2);
    assertThat(listed.get(0).address()).isEmpty();
    assertThat(listed.get(1).address()).contains("192.0.2.1");
    assertThat(listed.get(1)).hasToString("odd id/2 at 192.0.2.1");
    assertThat(listed.get(1).priceHistory(Ec2Environment.SPOT)).isEmpty();
  }

  @Test
  @DisplayName("EC2-6 shows an IPv6 address where there is no other")
  void ipv6() throws Exception {
    bench.set();
    bench.ec2.faults.mangle(
        "DescribeInstances",
        request ->
            reservations(
                "<instanceId>i-1</instanceId><privateIpAddress></privateIpAddress>"
                    + "<ipv6Address>2001:db8::1</ipv6Address><tagSet>"
                    + "<item><key>aws:ec2spot:fleet</key><value>1</value></item>"
                    + "<item><key>empty</key></item><item><value>lost</value></item>"
                    + "<item><key>"
                    + Ec2Bench.ID_KEY
                    + "</key><value>bench</value></item></tagSet>"));

    Instance listed = list().get(0);

    assertThat(listed.address()).contains("2001:db8::1");
    assertThat(listed.tags()).isEqualTo(Map.of(Ec2Bench.ID_KEY, "bench", "empty", ""));
  }

  @Test
  @DisplayName("EC2-6 fails where pages go in circles, or without end")
  void circles() throws Exception {
    bench.set();
    bench.ec2.faults.mangle(
        "DescribeInstances",
        request ->
            "<DescribeInstancesResponse><requestId>1</requestId><nextToken>again</nextToken>"
                + "</DescribeInstancesResponse>");
    assertThatThrownBy(this::list)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("goes in circles");

    bench.ec2.faults.mangle(
        "DescribeInstances",
        request -> {
          bench.clock.advance(Duration.ofMinutes(1));
          return "<DescribeInstancesResponse><requestId>1</requestId><nextToken>"
              + bench.clock.instant()
              + "</nextToken></DescribeInstancesResponse>";
        });
    assertThatThrownBy(this::list)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("listing instances took too long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no XML at all", "<html><body>Bad</body>", "<html/>", FakeFaults.BROKEN})
  @DisplayName("EC2-6 fails where the answer can't be read")
  void broken(String answer) throws Exception {
    bench.set();
    bench.ec2.faults.mangle("DescribeInstances", request -> answer);

    assertThatThrownBy(this::list).isInstanceOf(CloudException.class);
  }

  @Test
  @DisplayName("EC2-5 waits longer each time that EC2 asks for fewer, until it answers")
  void rateLimit() throws Exception {
    bench.set();
    bench.ec2.faults.refuse("DescribeInstances", FakeFaults.throttled());
    for (long wait : List.of(1_000L, 2_500L, 4_750L)) {
      assertThatThrownBy(this::list)
          .isInstanceOfSatisfying(
              RateLimitException.class,
              e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofMillis(wait)))
          .hasMessageContaining("RequestLimitExceeded");
    }
    bench.ec2.faults.end();
    list();
    bench.ec2.faults.refuse("DescribeInstances", FakeFaults.throttled());
    assertThatThrownBy(this::list)
        .isInstanceOfSatisfying(
            RateLimitException.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
  }
}
