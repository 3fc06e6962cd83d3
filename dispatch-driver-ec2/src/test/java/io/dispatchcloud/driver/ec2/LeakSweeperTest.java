package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.LeakSweeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A leak sweep at EC2")
class LeakSweeperTest {
  private static final Map<String, String> OTHERS = Map.of(Ec2Bench.ID_KEY, "bench-2");

  private final Ec2Bench bench = new Ec2Bench();
  private LeakSweeper sweeper;

  @BeforeEach
  void sweeper() throws Exception {
    sweeper = bench.set().leakSweeper().orElseThrow();
    // The fake's own clock says when things were made.
    bench.clock.advance(Duration.between(bench.clock.instant(), Instant.now()).plusMinutes(60));
  }

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  @DisplayName("SET-5 removes volumes, network interfaces and key pairs that are nobody's")
  void sweeps() throws Exception {
    String volume = bench.cloud.leaveVolume(Ec2Bench.TAGS);
    String card = bench.cloud.leaveInterface(Ec2Bench.TAGS);
    bench.cloud.importKey("left", Keys.RSA, Ec2Bench.TAGS);
    String pair = bench.cloud.keyPairs.keySet().iterator().next();

    assertThat(sweeper.sweep()).containsExactlyInAnyOrder(volume, pair);
    assertThat(sweeper.sweep()).containsExactly(card);
    assertThat(bench.cloud.leftovers()).isEmpty();
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(bench.log.lines()).anyMatch(line -> line.contains(volume));
  }

  @Test
  @DisplayName("SET-5 leaves alone what others left, or nobody tagged, or an instance has")
  void leavesOthers() throws Exception {
    bench.cloud.leaveVolume(OTHERS);
    bench.cloud.leaveVolume(Map.of());
    bench.cloud.leaveInterface(OTHERS);
    bench.cloud.importKey("others", Keys.RSA, OTHERS);
    bench.create(Ec2Environment.LARGE);
    Map<String, ?> volumes = Map.copyOf(bench.cloud.volumes);

    assertThat(sweeper.sweep()).isEmpty();

    assertThat(bench.cloud.volumes).isEqualTo(volumes);
    assertThat(bench.cloud.leftovers()).hasSize(5);
  }

  @Test
  @DisplayName("SET-5 leaves alone what is others', or in use, where filters are ignored")
  void ignoredFilters() throws Exception {
    bench.ec2.faults.mangle(
        "DescribeVolumes",
        request ->
            "<DescribeVolumesResponse><requestId>1</requestId><volumeSet>"
                + volume("vol-1", "bench-2", "available", "")
                + volume("vol-2", "bench", "in-use", "")
                + volume(
                    "vol-3",
                    "bench",
                    "available",
                    "<attachmentSet><item><instanceId>i-1</instanceId></item></attachmentSet>")
                + "</volumeSet></DescribeVolumesResponse>");
    bench.ec2.faults.mangle(
        "DescribeNetworkInterfaces",
        request ->
            "<DescribeNetworkInterfacesResponse><requestId>1</requestId><networkInterfaceSet>"
                + card("eni-1", "bench-2", "available", "")
                + card("eni-2", "bench", "in-use", "")
                + card(
                    "eni-3",
                    "bench",
                    "available",
                    "<attachment><instanceId>i-1</instanceId></attachment>")
                + "</networkInterfaceSet></DescribeNetworkInterfacesResponse>");
    bench.ec2.faults.mangle(
        "DescribeKeyPairs",
        request ->
            "<DescribeKeyPairsResponse><requestId>1</requestId><keySet><item>"
                + "<keyPairId>key-1</keyPairId><keyName>x</keyName>"
                + tags("bench-2")
                + "</item></keySet></DescribeKeyPairsResponse>");

    assertThat(sweeper.sweep()).isEmpty();
    assertThat(bench.ec2.requests("DeleteVolume")).isEmpty();
    assertThat(bench.ec2.requests("DeleteNetworkInterface")).isEmpty();
    assertThat(bench.ec2.requests("DeleteKeyPair")).isEmpty();
  }

  private static String tags(String id) {
    return "<tagSet><item><key>"
        + Ec2Bench.ID_KEY
        + "</key><value>"
        + id
        + "</value></item></tagSet>";
  }

  private static String volume(String id, String owner, String state, String more) {
    return "<item><volumeId>"
        + id
        + "</volumeId><status>"
        + state
        + "</status>"
        + tags(owner)
        + more
        + "</item>";
  }

  private static String card(String id, String owner, String state, String more) {
    return "<item><networkInterfaceId>"
        + id
        + "</networkInterfaceId><status>"
        + state
        + "</status>"
        + tags(owner)
        + more
        + "</item>";
  }

  @Test
  @DisplayName("SET-5 leaves alone what an instance says that it has")
  void attached() throws Exception {
    String volume = bench.cloud.leaveVolume(Ec2Bench.TAGS);
    String card = bench.cloud.leaveInterface(Ec2Bench.TAGS);
    bench.ec2.faults.mangle(
        "DescribeInstances",
        request ->
            "<DescribeInstancesResponse><requestId>1</requestId><reservationSet><item>"
                + "<instancesSet><item><instanceId>i-1</instanceId><networkInterfaceSet><item>"
                + "<networkInterfaceId>"
                + card
                + "</networkInterfaceId></item></networkInterfaceSet><blockDeviceMapping><item/>"
                + "<item><ebs><volumeId>"
                + volume
                + "</volumeId></ebs></item></blockDeviceMapping></item></instancesSet></item>"
                + "</reservationSet></DescribeInstancesResponse>");

    assertThat(sweeper.sweep()).isEmpty();
    bench.ec2.faults.end();
    assertThat(sweeper.sweep()).containsExactly(volume);
    assertThat(sweeper.sweep()).containsExactly(card);
  }

  @Test
  @DisplayName("SET-5 leaves alone what was made just now")
  void young() throws Exception {
    String volume = bench.cloud.leaveVolume(Ec2Bench.TAGS);
    bench.cloud.importKey("left", Keys.RSA, Ec2Bench.TAGS);
    bench.cloud.volumes.get(volume).made = bench.clock.instant().minusSeconds(119);
    bench.cloud.keyPairs.values().forEach(each -> each.made = bench.clock.instant());

    assertThat(sweeper.sweep()).isEmpty();

    bench.clock.advance(Duration.ofSeconds(2));
    assertThat(sweeper.sweep()).containsExactly(volume);
  }

  @Test
  @DisplayName("SET-5 leaves the key pair that creates use, or that an instance was made with")
  void keyPairInUse() throws Exception {
    Instance made = bench.create(Ec2Environment.SMALL);
    assertThat(sweeper.sweep()).isEmpty();

    // Another process of the same set, which has not made an instance yet.
    LeakSweeper other = bench.open("bench").leakSweeper().orElseThrow();
    bench.set().instances(Ec2Bench.TAGS);
    assertThat(other.sweep()).isEmpty();

    made.destroy();
    bench.cloud.forget(made.id().value());
    assertThat(other.sweep()).hasSize(1);
    // The first one imports it again when it is missed.
    bench.create(Ec2Environment.SMALL);
    assertThat(bench.cloud.keyPairs).hasSize(1);
  }

  @Test
  @DisplayName("SET-5 while a create is in flight, takes only what an earlier sweep saw as well")
  void createInFlight() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    bench.ec2.faults.refuseWhere(
        "RunInstances",
        request -> {
          reached.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return null;
        });
    try {
      Future<Instance> create = thread.submit(() -> bench.create(Ec2Environment.SMALL));
      reached.await();
      String card = bench.cloud.leaveInterface(Ec2Bench.TAGS);

      assertThat(sweeper.sweep()).isEmpty();
      assertThat(sweeper.sweep()).containsExactly(card);

      goOn.countDown();
      create.get();
    } finally {
      goOn.countDown();
      thread.shutdownNow();
    }
  }
}
