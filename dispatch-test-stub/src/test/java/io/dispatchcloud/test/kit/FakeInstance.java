package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A machine of the provider in memory, as one call showed it. */
final class FakeInstance implements Instance {
  private final FakeCloud cloud;
  private final FakeCloud.Vm vm;
  private final Map<String, String> tags;
  private final Predicate<Map<String, String>> ours;

  FakeInstance(
      FakeCloud cloud,
      FakeCloud.Vm vm,
      Map<String, String> tags,
      Predicate<Map<String, String>> ours) {
    this.cloud = cloud;
    this.vm = vm;
    this.tags = cloud.flaw == Flaw.MUTABLE_TAGS ? new HashMap<>(tags) : tags;
    this.ours = ours;
  }

  static HostKey keyOf(int number) {
    return new HostKey("ssh-ed25519", new byte[] {(byte) (number >> 8), (byte) number});
  }

  HostKey key() {
    return keyOf(vm.secretKey);
  }

  @Override
  public InstanceId id() {
    return new InstanceId(vm.id);
  }

  @Override
  public String providerType() {
    return vm.request.type().providerType();
  }

  @Override
  public Map<String, String> tags() {
    return tags;
  }

  private void checkOurs() throws CloudException {
    if (!ours.test(tags)) {
      throw new CloudException("fake: " + vm.id + " is somebody else's");
    }
  }

  @Override
  public void setTags(Map<String, String> newTags) throws CloudException {
    if (cloud.flaw != Flaw.TAGS_WHAT_OTHERS_HAVE) {
      checkOurs();
    }
    cloud.setTags(vm.id, newTags);
  }

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    PricePoint older = new PricePoint(then, BigDecimal.ONE);
    PricePoint newer = new PricePoint(then.plusSeconds(60), BigDecimal.TEN);
    return cloud.flaw == Flaw.OLDEST_PRICE_FIRST ? List.of(older, newer) : List.of(newer, older);
  }

  @Override
  public void destroy() throws CloudException {
    if (cloud.flaw != Flaw.DESTROYS_WHAT_OTHERS_HAVE) {
      checkOurs();
    }
    cloud.destroy(vm.id);
  }

  @Override
  public Optional<String> address() {
    return Optional.of("[2001:db8::" + vm.secretKey + "]:22");
  }

  @Override
  public String remoteUser() {
    return "fake";
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey shown, CommandRunner connection) {
    boolean same = shown.equals(key()) || cloud.flaw == Flaw.ACCEPTS_EVERY_HOST_KEY;
    return same ? HostKeyVerdict.ACCEPTED : HostKeyVerdict.REFUSED;
  }

  @Override
  public String toString() {
    return vm.id + (cloud.flaw == Flaw.SECRET_IN_A_TEXT ? vm.request.initCommand() : "");
  }
}
