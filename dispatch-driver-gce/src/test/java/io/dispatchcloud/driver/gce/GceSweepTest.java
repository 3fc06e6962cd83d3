package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.compute.v1.Disk;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.LeakSweeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SET-5 what creates leave behind")
class GceSweepTest {
  private static final String LONG_AGO = "2020-01-01T00:00:00.000-08:00";

  private GceBench bench;
  private LeakSweeper sweeper;

  @BeforeEach
  void begin() throws Exception {
    bench = new GceBench();
    InstanceSet set = bench.open();
    sweeper = set.leakSweeper().orElseThrow();
    set.create(GceBench.request(GceTypes.E2, "t"));
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private static Disk.Builder disk(String name, String created) {
    return Disk.newBuilder()
        .setName(name)
        .setZone("https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-a")
        .setCreationTimestamp(created)
        .putLabels(Ownership.LABEL, "set-1");
  }

  @Test
  @DisplayName("SET-5 disks of ours that belong to no instance go, and nothing else does")
  void disks() throws Exception {
    bench.fake.project.add(disk("old", LONG_AGO).build());
    bench.fake.project.add(disk("used", LONG_AGO).addUsers("instances/x").build());
    bench.fake.project.add(disk("theirs", LONG_AGO).putLabels(Ownership.LABEL, "set-2").build());
    bench.fake.project.add(disk("nobodys", LONG_AGO).clearLabels().build());
    assertThat(sweeper.sweep()).containsExactly("old");
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(bench.fake.project.disks())
        .extracting(Disk::getName)
        .contains("used", "theirs", "nobodys");
    assertThat(bench.fake.project.vms()).hasSize(1);
  }

  @Test
  @DisplayName("SET-5 what may be a create's in flight is left for the next sweep")
  void young() throws Exception {
    bench.fake.project.add(disk("young", bench.now()).build());
    bench.fake.project.add(disk("ageless", "yesterday").build());
    assertThat(sweeper.sweep()).isEmpty();
    bench.fake.project.add(disk("younger", bench.now()).build());
    assertThat(sweeper.sweep()).containsExactlyInAnyOrder("young", "ageless");
    assertThat(sweeper.sweep()).containsExactly("younger");
  }

  @Test
  @DisplayName(
      "SET-5 disks of a region, and addresses that somebody reserved, are not ours to remove")
  void othersKinds() throws Exception {
    bench.fake.project.add(disk("regional", LONG_AGO).clearZone().setRegion("us-central1").build());
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(bench.count("DELETE", "")).isZero();
    assertThat(bench.count("GET", "addresses")).isZero();
    assertThat(bench.log.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 501})
  @DisplayName("SET-5 where a server knows no disks there are none to remove")
  void noDisks(int status) throws Exception {
    bench.fake.faults.refuse(
        (verb, uri) -> uri.getPath().endsWith("/aggregated/disks"), new FakeError(status, "", ""));
    assertThat(sweeper.sweep()).isEmpty();
  }

  @Test
  @DisplayName("SET-5 one that can't be removed is told of, and does not end the sweep")
  void stubborn() throws Exception {
    bench.fake.project.add(disk("a-stubborn", LONG_AGO).putLabels("in-use-after-all", "").build());
    bench.fake.project.add(disk("b-old", LONG_AGO).build());
    assertThat(sweeper.sweep()).containsExactly("b-old");
    assertThat(bench.log.lines()).singleElement().asString().contains("a-stubborn");
  }

  @Test
  @DisplayName("SET-4 a sweep that is refused says so")
  void refused() {
    bench.fake.project.add(disk("old", LONG_AGO).build());
    bench.fake.faults.refuse(
        (verb, uri) -> verb.equals("DELETE"), new FakeError(503, "backendError", "busy"));
    assertThatExceptionOfType(CloudException.class).isThrownBy(sweeper::sweep);
    assertThat(bench.fake.project.leftovers()).containsKey("old");
  }
}
