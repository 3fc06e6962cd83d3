package io.dispatchcloud.core.cloud;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance whose calls to the provider are counted and timed (SET-11). */
final class InstrumentedInstance implements Instance {
  private final Instance instance;
  private final CallMeter meter;

  InstrumentedInstance(Instance instance, CallMeter meter) {
    this.instance = instance;
    this.meter = meter;
  }

  @Override
  public void setTags(Map<String, String> tags) throws CloudException {
    meter.measure(
        "set tags",
        () -> {
          instance.setTags(tags);
          return true;
        });
  }

  @Override
  public void destroy() throws CloudException {
    meter.measure(
        "destroy",
        () -> {
          instance.destroy();
          return true;
        });
  }

  @Override
  public InstanceId id() {
    return instance.id();
  }

  @Override
  public String providerType() {
    return instance.providerType();
  }

  @Override
  public Map<String, String> tags() {
    return instance.tags();
  }

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    return instance.priceHistory(type);
  }

  @Override
  public Optional<String> address() {
    return instance.address();
  }

  @Override
  public String remoteUser() {
    return instance.remoteUser();
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
      throws ExecutorException, InterruptedException {
    return instance.verifyHostKey(key, connection);
  }

  @Override
  public String toString() {
    return instance.toString();
  }
}
