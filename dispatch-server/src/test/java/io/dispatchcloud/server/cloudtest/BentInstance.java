package io.dispatchcloud.server.cloudtest;

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
import java.util.function.UnaryOperator;

/**
 * An instance that another user logs in to, and whose destroy does something else first.
 *
 * @param instance what it is otherwise
 * @param user makes another user of its own
 * @param beforeDestroy what comes first
 */
record BentInstance(Instance instance, UnaryOperator<String> user, Runnable beforeDestroy)
    implements Instance {
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
  public void setTags(Map<String, String> tags) throws CloudException {
    instance.setTags(tags);
  }

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    return instance.priceHistory(type);
  }

  @Override
  public void destroy() throws CloudException {
    beforeDestroy.run();
    instance.destroy();
  }

  @Override
  public Optional<String> address() {
    return instance.address();
  }

  @Override
  public String remoteUser() {
    return user.apply(instance.remoteUser());
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
      throws ExecutorException, InterruptedException {
    return instance.verifyHostKey(key, connection);
  }
}
