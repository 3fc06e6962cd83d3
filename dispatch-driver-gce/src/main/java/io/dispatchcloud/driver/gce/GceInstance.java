package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.AccessConfig;
import com.google.cloud.compute.v1.NetworkInterface;
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

/**
 * One virtual machine as Compute Engine described it. Its id is its name, which the driver made and
 * never makes again. Immutable.
 */
final class GceInstance implements Instance {
  private final GceInstanceSet set;
  private final InstanceId id;
  private final String zone;
  private final String providerType;
  private final Map<String, String> tags;
  private final Optional<String> address;
  private final boolean publishesHostKeys;

  GceInstance(GceInstanceSet set, String zone, com.google.cloud.compute.v1.Instance described) {
    this.set = set;
    this.id = new InstanceId(described.getName());
    this.zone = zone;
    this.providerType = Listings.lastWord(described.getMachineType());
    this.tags = Tagging.tags(described.getLabelsMap(), described.getMetadata());
    this.address = address(described.getNetworkInterfacesList(), set.config().externalAddress());
    this.publishesHostKeys = GuestHostKeys.areEnabled(described.getMetadata());
  }

  private static Optional<String> address(List<NetworkInterface> interfaces, boolean external) {
    Stream<String> inside = interfaces.stream().map(NetworkInterface::getNetworkIP);
    Stream<String> outside =
        interfaces.stream()
            .flatMap(each -> each.getAccessConfigsList().stream())
            .map(AccessConfig::getNatIP);
    // All of Google's have one inside; there are servers that know outside ones alone.
    return (external ? outside : Stream.concat(inside, outside))
        .filter(each -> !each.isEmpty())
        .findFirst();
  }

  @Override
  public InstanceId id() {
    return id;
  }

  @Override
  public String providerType() {
    return providerType;
  }

  @Override
  public Map<String, String> tags() {
    return tags;
  }

  @Override
  public Optional<String> address() {
    return address;
  }

  @Override
  public String remoteUser() {
    return set.config().adminUsername();
  }

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    return List.of();
  }

  @Override
  public void setTags(Map<String, String> replacement) throws CloudException {
    set.setTags(zone, id.value(), replacement);
  }

  @Override
  public void destroy() throws CloudException {
    set.destroy(zone, id.value());
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
      throws ExecutorException {
    // One that was made before guest attributes were asked for has none, and never will.
    return publishesHostKeys
        ? set.verifyHostKey(zone, id.value(), key)
        : HostKeyVerdict.NOT_IMPLEMENTED;
  }

  @Override
  public String toString() {
    return id + " in " + zone + address.map(where -> " at " + where).orElse("");
  }
}
