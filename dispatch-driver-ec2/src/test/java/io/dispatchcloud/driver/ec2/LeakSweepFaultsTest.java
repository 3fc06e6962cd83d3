package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A leak sweep at EC2 where something goes wrong, or is not told,")
class LeakSweepFaultsTest {
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
  @DisplayName("SET-5 takes what has no known age only if an earlier sweep saw it, busy or not")
  void ageUnknown() throws Exception {
    String card = bench.cloud.leaveInterface(Ec2Bench.TAGS);
    bench.ec2.faults.mangle(
        "DescribeVolumes",
        request ->
            "<DescribeVolumesResponse><requestId>1</requestId><volumeSet>"
                + "<item><volumeId>vol-1</volumeId><status>available</status><tagSet><item><key>"
                + Ec2Bench.ID_KEY
                + "</key><value>bench</value></item></tagSet></item>"
                + "</volumeSet></DescribeVolumesResponse>");

    assertThat(sweeper.sweep()).isEmpty();
    assertThat(bench.ec2.requests("DeleteVolume")).isEmpty();

    assertThat(sweeper.sweep()).containsExactly(card);
    assertThat(bench.last("DeleteVolume")).containsEntry("VolumeId", "vol-1");
  }

  @Test
  @DisplayName("SET-5 leaves key pairs where EC2's answer about their instances is none")
  void noAnswer() throws Exception {
    bench.cloud.importKey("left", Keys.RSA, Ec2Bench.TAGS);
    bench.ec2.faults.mangle("DescribeInstances", request -> "<html/>");

    assertThatThrownBy(sweeper::sweep)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("the answer to a listing is none");
    assertThat(bench.ec2.requests("DeleteKeyPair")).isEmpty();
  }

  @Test
  @DisplayName("SET-5 goes on where one thing, or one kind, is refused, and logs that")
  void goesOn() throws Exception {
    String stuck = bench.cloud.leaveVolume(Ec2Bench.TAGS);
    String volume = bench.cloud.leaveVolume(Ec2Bench.TAGS);
    String card = bench.cloud.leaveInterface(Ec2Bench.TAGS);
    bench.cloud.importKey("left", Keys.RSA, Ec2Bench.TAGS);
    String pair = bench.cloud.keyPairs.keySet().iterator().next();
    bench.ec2.faults.refuseWhere(
        "DeleteVolume",
        request ->
            stuck.equals(request.get("VolumeId"))
                ? new ApiError("UnauthorizedOperation", "locked", 403)
                : null);

    assertThat(sweeper.sweep()).containsExactlyInAnyOrder(volume, pair);
    assertThat(bench.log.lines())
        .anyMatch(
            line ->
                line.startsWith("WARNING what creates left behind stays; could not remove " + stuck)
                    && line.contains("locked"));

    bench.ec2.faults.refuse("DescribeVolumes", new ApiError("UnauthorizedOperation", "no", 403));
    assertThat(sweeper.sweep()).containsExactly(card);
    assertThat(bench.log.lines())
        .anyMatch(
            line ->
                line.startsWith(
                    "WARNING what creates left behind stays; could not look for what was left behind"));
  }

  @Test
  @DisplayName("SET-5 EC2-5 ends where EC2 asks for fewer calls, and remembers what it saw")
  void throttled() throws Exception {
    bench.cloud.leaveVolume(Ec2Bench.TAGS);
    String card = bench.cloud.leaveInterface(Ec2Bench.TAGS);
    bench.ec2.faults.refuse("DeleteVolume", FakeFaults.throttled());
    assertThatThrownBy(sweeper::sweep).isInstanceOf(RateLimitException.class);

    bench.ec2.faults.refuse("DescribeKeyPairs", FakeFaults.throttled());
    assertThatThrownBy(sweeper::sweep).isInstanceOf(RateLimitException.class);

    bench.ec2.faults.end();
    assertThat(sweeper.sweep()).contains(card).hasSize(2);
  }

  @Test
  @DisplayName("SET-5 is not upset when something is gone or taken meanwhile, but tells a refusal")
  void meanwhile() throws Exception {
    bench.cloud.leaveVolume(Ec2Bench.TAGS);
    String card = bench.cloud.leaveInterface(Ec2Bench.TAGS);
    for (ApiError error :
        List.of(
            new ApiError("InvalidVolume.NotFound", "gone"),
            new ApiError("VolumeInUse", "vol-1 is attached"))) {
      bench.ec2.faults.refuse("DeleteVolume", error);
      assertThat(sweeper.sweep()).doesNotContain("vol");
    }
    assertThat(bench.cloud.networkInterfaces).doesNotContainKey(card);

    bench.ec2.faults.refuse("DeleteVolume", new ApiError("UnauthorizedOperation", "no", 403));
    assertThatThrownBy(sweeper::sweep)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("UnauthorizedOperation");
  }
}
