package io.dispatchcloud.test.sim;

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
import org.jspecify.annotations.Nullable;

/** An instance as it was listed or created for one dispatcher. */
final class SimulatedInstance implements Instance {
  private final Account account;
  private final Vm vm;
  private final Map<String, String> tags;
  private final @Nullable String address;

  /**
   * An instance as it is shown.
   *
   * @param seen when it was as it is shown
   */
  SimulatedInstance(Account account, Vm vm, long seen) {
    this.account = account;
    this.vm = vm;
    this.tags = vm.tags.at(seen);
    this.address = vm.addressAt(seen);
  }

  @Override
  public InstanceId id() {
    return vm.id;
  }

  @Override
  public String providerType() {
    return vm.type.providerType();
  }

  @Override
  public Map<String, String> tags() {
    return tags;
  }

  @Override
  public void setTags(Map<String, String> changed) throws CloudException {
    account.setTags(vm, changed);
  }

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    return List.of();
  }

  @Override
  public void destroy() throws CloudException {
    account.destroy(vm);
  }

  @Override
  public Optional<String> address() {
    return Optional.ofNullable(address);
  }

  @Override
  public String remoteUser() {
    return vm.remoteUser;
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
    if (!vm.provesItsKey) {
      return HostKeyVerdict.NOT_IMPLEMENTED;
    }
    return key.equals(vm.key) ? HostKeyVerdict.ACCEPTED : HostKeyVerdict.REFUSED;
  }

  @Override
  public String toString() {
    return vm.toString();
  }
}
