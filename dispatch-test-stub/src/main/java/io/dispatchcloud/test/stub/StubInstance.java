package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A VM as one call showed it. */
final class StubInstance implements Instance {
  private final StubInstanceSet set;
  private final StubCloud cloud;
  private final StubVm vm;
  private final Map<String, String> tags;

  StubInstance(StubInstanceSet set, StubCloud cloud, StubVm vm, Map<String, String> tags) {
    this.set = set;
    this.cloud = cloud;
    this.vm = vm;
    this.tags = tags;
  }

  @Override
  public InstanceId id() {
    return vm.id();
  }

  @Override
  public String providerType() {
    return vm.type().providerType();
  }

  @Override
  public Map<String, String> tags() {
    return tags;
  }

  @Override
  public void setTags(Map<String, String> newTags) throws CloudException {
    set.checkOwn(vm);
    cloud.setTags(vm, newTags, set::isClosed);
  }

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    return List.of();
  }

  @Override
  public void destroy() throws CloudException {
    set.checkOwn(vm);
    cloud.destroy(vm, set::isClosed);
  }

  @Override
  public Optional<String> address() {
    return Optional.of(vm.address());
  }

  @Override
  public String remoteUser() {
    return StubVm.USER;
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey shown, CommandRunner connection) {
    if (!vm.behavior().verifiesHostKey) {
      return HostKeyVerdict.NOT_IMPLEMENTED;
    }
    boolean same = vm.key().publicKey().equals(shown);
    return same ? HostKeyVerdict.ACCEPTED : HostKeyVerdict.REFUSED;
  }

  @Override
  public String toString() {
    return vm.toString();
  }
}
