package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance of which nobody wants anything: it has an id, and that is all. */
final class IdleHost implements Instance {
  /** One for all hosts: what a connection takes is not the pool's. */
  static final Executor EXECUTOR =
      new Executor() {
        @Override
        public void setTarget(ExecutorTarget target) {}

        @Override
        public CommandResult run(Command command) {
          throw new UnsupportedOperationException("this host is only there to be measured");
        }

        @Override
        public void close() {}
      };

  private final InstanceId id;

  IdleHost(InstanceId id) {
    this.id = id;
  }

  @Override
  public InstanceId id() {
    return id;
  }

  @Override
  public String providerType() {
    return "";
  }

  @Override
  public Map<String, String> tags() {
    return Map.of();
  }

  @Override
  public void setTags(Map<String, String> tags) {}

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    return List.of();
  }

  @Override
  public void destroy() {}

  @Override
  public Optional<String> address() {
    return Optional.of("127.0.0.1");
  }

  @Override
  public String remoteUser() {
    return "root";
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
    return HostKeyVerdict.NOT_IMPLEMENTED;
  }
}
