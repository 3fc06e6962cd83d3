package io.dispatchcloud.server.cloudtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.test.stub.StubBehavior;
import io.dispatchcloud.test.stub.StubDriver;
import io.dispatchcloud.test.stub.VmBehavior;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Checking an account")
class CloudTestRunnerTest {
  private static StubBehavior.Builder cloud() {
    return StubBehavior.builder();
  }

  private static StubBehavior vms(VmBehavior.Builder vm) {
    return cloud().vms(order -> vm.build()).build();
  }

  @Test
  @DisplayName("tells of each step, and leaves nothing behind")
  void allIsWell() throws Exception {
    try (Account account = new Account(cloud().build())) {
      assertThat(account.check()).isZero();

      assertThat(account.told.toString().lines().map(line -> line.split(" +", 3)[0]))
          .containsExactly(
              "driver", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "All");
      assertThat(account.step("create")).isEqualTo("ok stub-00001 of type small (small)");
      assertThat(account.step("tags")).isEqualTo("ok 5 as asked for");
      assertThat(account.step("set tags")).isEqualTo("ok shown as they were set");
      assertThat(account.step("address")).startsWith("ok stub at 127.0.0.1:");
      assertThat(account.step("host key")).startsWith("ok it is its own: ssh-ed25519 SHA256:");
      assertThat(account.step("boot")).isEqualTo("ok ready");
      assertThat(account.step("command")).isEqualTo("ok 'stub-has-booted' exit status 0");
      assertThat(account.step("destroy")).isEqualTo("ok gone: stub-00001");
      assertThat(account.cloud.vms()).hasSize(1);
      assertThat(account.cloud.livingVms()).isEmpty();
      // A dispatcher of the same set would have left it alone.
      assertThat(account.cloud.vms().get(0).tags()).containsEntry("DispatchIdleBehavior", "hold");
    }
  }

  @Test
  @DisplayName("SET-4 tells a quota from a lack of room, and either from other refusals")
  void createRefused() throws Exception {
    try (Account account = new Account(cloud().quota(0).build())) {
      assertThat(account.check()).isEqualTo(1);
      assertThat(account.step("create")).startsWith("failed ");
      assertThat(account.told.toString())
          .contains("way out: the account may have no more instances")
          .doesNotContain("destroy")
          .endsWith("Not all is well; see above.\n");
    }
    StubBehavior full = cloud().noCapacity("small", CapacityException.Scope.INSTANCE_TYPE).build();
    try (Account account = new Account(full)) {
      assertThat(account.check()).isEqualTo(1);
      assertThat(account.step("create")).startsWith("failed ").endsWith("(instance type)");
      assertThat(account.told.toString()).contains("way out: the provider has no room now");
    }
    try (Account account = new Account(cloud().createErrorRate(1).build())) {
      assertThat(account.check()).isEqualTo(1);
      assertThat(account.told.toString()).contains("way out: what the provider says names it");
      assertThat(account.step("destroy")).isEqualTo("ok the failed create made no instance");
    }
  }

  @Test
  @DisplayName("destroys what a create made that said it had failed")
  void createAnswerLost() throws Exception {
    StubBehavior lost = cloud().createErrorRate(1).madeAllTheSameRate(1).build();
    try (Account account = new Account(lost)) {
      assertThat(account.check()).isEqualTo(1);

      assertThat(account.step("destroy")).isEqualTo("ok gone: stub-00001");
      assertThat(account.cloud.livingVms()).isEmpty();
    }
  }

  @Test
  @DisplayName("tells what an instance that never boots said, and destroys it")
  void neverBoots() throws Exception {
    try (Account account = new Account(vms(VmBehavior.builder().neverBoots(true)))) {
      assertThat(account.check()).isEqualTo(1);

      assertThat(account.step("host key")).startsWith("ok ");
      assertThat(account.step("boot"))
          .isEqualTo("failed never ready: 'stub-has-booted': exit status 1");
      assertThat(account.told.toString()).contains("way out: look at its console");
      assertThat(account.cloud.livingVms()).isEmpty();
    }
  }

  @Test
  @DisplayName("tells of an instance that nobody reaches")
  void unreachable() throws Exception {
    VmBehavior.Builder silent =
        VmBehavior.builder().stopsAnswering(Duration.ZERO, VmBehavior.Silence.REFUSES);
    try (Account account = new Account(vms(silent))) {
      assertThat(account.check()).isEqualTo(1);

      assertThat(account.step("host key")).startsWith("failed ");
      assertThat(account.told.toString()).contains("way out: can this machine reach it?");
      assertThat(account.cloud.livingVms()).isEmpty();
    }
  }

  @Test
  @DisplayName("SET-3 tells of a host key that is somebody else's")
  void wrongHostKey() throws Exception {
    StubDriver cloud = new StubDriver(cloud().build());
    Bent driver = new Bent(cloud);
    driver.beforeCreate = request -> Bent.with(request, "true");
    try (Account account = new Account(cloud, driver)) {
      assertThat(account.check()).isEqualTo(1);

      assertThat(account.step("host key")).startsWith("failed ");
      assertThat(account.told.toString()).contains("way out: does the image run init commands");
      assertThat(cloud.livingVms()).isEmpty();
    }
  }

  @Test
  @DisplayName("SET-3 tells of tags that the provider loses")
  void lostTags() throws Exception {
    VmBehavior.Builder loses = VmBehavior.builder().lostTags(Set.of("team"));
    try (Account account = new Account(vms(loses))) {
      assertThat(account.check()).isEqualTo(1);

      assertThat(account.step("tags"))
          .isEqualTo("failed a create's tags are missing or wrong in listings: team");
      assertThat(account.cloud.livingVms()).isEmpty();
    }
  }

  @Test
  @DisplayName("waits for listings and tags that are late")
  void late() throws Exception {
    StubBehavior late =
        cloud().listingLag(Duration.ofMillis(400)).tagLag(Duration.ofMillis(300)).build();
    try (Account account = new Account(late)) {
      assertThat(account.check()).isZero();
    }
  }

  @Test
  @DisplayName("tells of a command that fails")
  void commandFails() throws Exception {
    try (Account account = new Account(cloud().build()).running("no-such-thing")) {
      assertThat(account.check()).isEqualTo(1);

      assertThat(account.step("command"))
          .isEqualTo("failed 'no-such-thing': exit status 127: no-such-thing: not found");
    }
  }

  @Test
  @DisplayName("says so when it could not destroy what it made, and how to")
  void destroyFails() throws Exception {
    try (Account account = new Account(cloud().destroyErrorRate(1).build())) {
      assertThat(account.check()).isEqualTo(1);

      assertThat(account.step("destroy")).startsWith("failed may still be there: stub-00001; ");
      assertThat(account.told.toString())
          .contains(
              "way out: destroy them by hand, or by: ./dispatch cloudtest --config account.yaml"
                  + " --instance-set-id checked --destroy-existing");

      account.cloud.change(cloud().build());
      assertThat(account.check()).as("with what is left").isEqualTo(1);
      assertThat(account.told.toString())
          .contains(
              "instances carry the id checked: [stub-00001]", "--destroy-existing destroys them");
      assertThat(account.destroyingExisting().check()).as("once more").isZero();
      assertThat(account.cloud.livingVms()).isEmpty();
    }
  }

  @Test
  @DisplayName("destroys what it made also when a signal stops it")
  void signal() throws Exception {
    StubBehavior behavior =
        cloud()
            .vms(
                order -> {
                  terminateThisProcess();
                  return VmBehavior.builder().neverBoots(true).build();
                })
            .build();
    try (Account account = new Account(behavior)) {
      assertThat(account.check()).isEqualTo(143);

      assertThat(account.told.toString()).contains("stopped by a signal");
      assertThat(account.step("destroy")).isEqualTo("ok gone: stub-00001");
      assertThat(account.cloud.livingVms()).isEmpty();
    }
  }

  /** Whoever listens to signals hears of it, nobody else. */
  private static void terminateThisProcess() {
    try {
      String self = Long.toString(ProcessHandle.current().pid());
      assertThat(new ProcessBuilder("kill", "-TERM", self).start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("waits for Enter before it destroys the instance, if asked to")
  void pause() throws Exception {
    try (Account account = new Account(cloud().build()).pausing()) {
      assertThat(account.check()).isZero();

      assertThat(account.told.toString())
          .contains("The instance stub-00001 is there until you press Enter: stub at 127.0.0.1:");
    }
  }

  @Test
  @DisplayName("is done once for each subnet or zone, with that one alone")
  void places() throws Exception {
    StubDriver cloud = new StubDriver(cloud().build());
    Zones driver = new Zones(cloud);
    Map<String, Object> zones = Map.of("zones", List.of("a", "b"));
    try (Account account = new Account(cloud, driver).with(zones)) {
      assertThat(account.check()).isZero();

      assertThat(driver.opened).containsExactly(List.of("a"), List.of("b"));
      assertThat(account.told.toString()).contains("zones a:\n", "zones b:\n");
      assertThat(cloud.vms()).hasSize(2);
    }
  }

  @Test
  @DisplayName("SET-1 tells of parameters that the driver refuses")
  void refusedParameters() throws Exception {
    StubDriver cloud = new StubDriver(cloud().build());
    try (Account account =
        new Account(cloud, new Zones(cloud)).with(Map.of("zones", List.of("nowhere")))) {
      assertThat(account.check()).isEqualTo(1);

      assertThat(account.step("open")).isEqualTo("failed zones: 'nowhere'; expected a or b");
      assertThat(account.told.toString()).contains("way out: see driverParameters");
    }
  }
}
