package io.dispatchcloud.driver.ec2;

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
import java.util.stream.Stream;

/** One instance, as EC2 showed it once. Immutable. */
final class Ec2Instance implements Instance {
  private final InstanceId id;
  private final String type;
  private final String zone;
  private final String address;
  private final String user;
  private final Map<String, String> tags;
  private final InstanceCalls calls;
  private final SpotPrices spotPrices;

  Ec2Instance(
      software.amazon.awssdk.services.ec2.model.Instance shown,
      Map<String, String> tags,
      String user,
      InstanceCalls calls,
      SpotPrices spotPrices) {
    this.id = new InstanceId(shown.instanceId());
    this.type = String.valueOf(shown.instanceTypeAsString());
    this.zone =
        shown.placement() == null ? "" : String.valueOf(shown.placement().availabilityZone());
    // The public one is the last choice: the driver asks for none, but a cloud may give one only.
    this.address =
        Stream.of(
                Optional.ofNullable(shown.privateIpAddress()),
                Optional.ofNullable(shown.ipv6Address()),
                Optional.ofNullable(shown.publicIpAddress()))
            .flatMap(Optional::stream)
            .filter(each -> !each.isBlank())
            .findFirst()
            .orElse("");
    this.user = user;
    this.tags = Map.copyOf(tags);
    this.calls = calls;
    this.spotPrices = spotPrices;
  }

  @Override
  public InstanceId id() {
    return id;
  }

  @Override
  public String providerType() {
    return type;
  }

  @Override
  public Map<String, String> tags() {
    return tags;
  }

  @Override
  public void setTags(Map<String, String> wanted) throws CloudException {
    calls.setTags(id, tags, wanted);
  }

  /** The spot prices of its zone, the scratch volume's price added to each. */
  @Override
  public List<PricePoint> priceHistory(InstanceType asCreated) {
    if (!asCreated.preemptible()) {
      return List.of();
    }
    return spotPrices.of(type, zone).stream()
        .map(point -> new PricePoint(point.from(), point.price().add(calls.volumePrice(asCreated))))
        .toList();
  }

  @Override
  public void destroy() throws CloudException {
    calls.terminate(id);
  }

  @Override
  public Optional<String> address() {
    return address.isEmpty() ? Optional.empty() : Optional.of(address);
  }

  @Override
  public String remoteUser() {
    return user;
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
      throws ExecutorException {
    return calls.verify(id, key);
  }

  @Override
  public String toString() {
    return id + (address.isEmpty() ? "" : " at " + address);
  }
}
