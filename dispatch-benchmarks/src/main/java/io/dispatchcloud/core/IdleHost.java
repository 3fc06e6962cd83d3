package io.dispatchcloud.core;

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

/** An instance that keeps its id and nothing else: drivers' own take what they take. */
final class IdleHost implements Instance {
  private static final String PREFIX = "i-";

  private final InstanceId id;

  IdleHost(int number) {
    id = id(number);
  }

  static InstanceId id(int number) {
    return new InstanceId(PREFIX + "%07d".formatted(number));
  }

  /** The number of the host that has an id. */
  static int number(String id) {
    return Integer.parseInt(id.substring(PREFIX.length()));
  }

  @Override
  public InstanceId id() {
    return id;
  }

  @Override
  public String providerType() {
    return IdleCloud.TYPE.providerType();
  }

  @Override
  public Map<String, String> tags() {
    return Map.of(
        IdleCloud.TAG_PREFIX + "InstanceSetID",
        IdleCloud.SET.value(),
        IdleCloud.TAG_PREFIX + "InstanceType",
        IdleCloud.TYPE.name(),
        IdleCloud.TAG_PREFIX + "IdleBehavior",
        IdleBehavior.RUN.word(),
        IdleCloud.TAG_PREFIX + "InstanceSecret",
        "%040x".formatted(number(id.value())));
  }

  @Override
  public void setTags(Map<String, String> tags) {
    throw new UnsupportedOperationException("this host is only there to be measured");
  }

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    return List.of();
  }

  @Override
  public void destroy() {
    throw new UnsupportedOperationException("this host is only there to be measured");
  }

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
