package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.compute.v1.GuestAttributes;
import com.google.cloud.compute.v1.GuestAttributesEntry;
import com.google.cloud.compute.v1.Items;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("GCE-3 host keys")
class GceHostKeysTest {
  private static final CommandRunner NOTHING =
      command -> {
        throw new AssertionError("a command was run: " + command);
      };
  private static final HostKey OWN = new HostKey("ssh-ed25519", new byte[] {1, 2, 3});
  private static final HostKey WRONG = new HostKey("ssh-ed25519", new byte[] {1, 2, 4});

  private GceBench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new GceBench();
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private Instance instance() throws Exception {
    InstanceSet set = bench.open();
    set.create(GceBench.request(GceTypes.E2, "t"));
    return set.instances(Map.of()).get(0);
  }

  private void publish(Instance instance, String... values) {
    GuestAttributes.Builder attributes = GuestAttributes.newBuilder();
    for (String value : values) {
      attributes
          .getQueryValueBuilder()
          .addItems(
              GuestAttributesEntry.newBuilder()
                  .setNamespace("hostkeys")
                  .setKey("ssh-ed25519")
                  .setValue(value));
    }
    bench.fake.project.publish(instance.id().value(), attributes.build());
  }

  @Test
  @DisplayName("GCE-3 by guest attributes: the own key is accepted, a wrong one refused")
  void guestAttributes() throws Exception {
    bench.with("hostKeys", "guestAttributes");
    Instance instance = instance();
    assertThat(bench.fake.project.vms().get(0).metadata("enable-guest-attributes"))
        .contains("TRUE");
    assertUnreachable(instance);
    String key = Base64.getEncoder().encodeToString(OWN.bytes());
    for (String each : List.of(key, "ssh-ed25519 " + key + " root@host")) {
      publish(instance, "not base64", each);
      assertThat(instance.verifyHostKey(OWN, NOTHING)).isEqualTo(HostKeyVerdict.ACCEPTED);
      assertThat(instance.verifyHostKey(WRONG, NOTHING)).isEqualTo(HostKeyVerdict.REFUSED);
    }
    publish(instance, "not base64");
    assertThat(instance.verifyHostKey(OWN, NOTHING)).isEqualTo(HostKeyVerdict.REFUSED);
  }

  @Test
  @DisplayName("GCE-3 before the guest agent has published a key the host may be asked again later")
  void nothingPublished() throws Exception {
    bench.with("hostKeys", "guestAttributes");
    Instance instance = instance();
    assertUnreachable(instance);
    publish(instance);
    assertUnreachable(instance);
  }

  @Test
  @DisplayName("GCE-3 of an instance that can't publish keys the secret file decides")
  void notEnabled() throws Exception {
    assertThat(instance().verifyHostKey(OWN, NOTHING)).isEqualTo(HostKeyVerdict.NOT_IMPLEMENTED);
    InstanceSet other = bench.with("hostKeys", "guestAttributes").open();
    Instance old = other.instances(Map.of()).get(0);
    assertThat(old.verifyHostKey(OWN, NOTHING)).isEqualTo(HostKeyVerdict.NOT_IMPLEMENTED);
    bench.fake.project.change(
        old.id().value(),
        each ->
            each.getMetadataBuilder()
                .addItems(Items.newBuilder().setKey(GuestHostKeys.ENABLED).setValue("FALSE")));
    assertThat(other.instances(Map.of()).get(0).verifyHostKey(OWN, NOTHING))
        .isEqualTo(HostKeyVerdict.NOT_IMPLEMENTED);
    assertThat(bench.count("GET", "getGuestAttributes")).isZero();
    Instance made = other.create(GceBench.request(GceTypes.E2, "t2"));
    assertUnreachable(made);
  }

  private static void assertUnreachable(Instance instance) {
    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> instance.verifyHostKey(OWN, NOTHING))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ExecutorException.Reason.UNREACHABLE));
  }

  @Test
  @DisplayName("GCE-3 where nobody can tell, the host may be asked again later")
  void cannotTell() throws Exception {
    bench.with("hostKeys", "guestAttributes");
    Instance instance = instance();
    bench.fake.faults.refuse((verb, uri) -> true, new FakeError(503, "backendError", "busy"));
    assertUnreachable(instance);
  }

  @Test
  @DisplayName("GCE-3 else the secret file decides, and the driver says so")
  void secretFile() throws Exception {
    assertThat(instance().verifyHostKey(OWN, NOTHING)).isEqualTo(HostKeyVerdict.NOT_IMPLEMENTED);
    assertThat(bench.count("GET", "getGuestAttributes")).isZero();
  }
}
