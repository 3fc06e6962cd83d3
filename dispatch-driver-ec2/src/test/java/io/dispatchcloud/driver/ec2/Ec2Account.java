package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.core.ssh.PrivateKeys;
import io.dispatchcloud.test.kit.DriverEnvironment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * A real account, for the kit's live tests. The region is the value of {@code dispatch.live}; other
 * properties that begin with it say more: {@code dispatch.live.image} (an AMI), {@code
 * dispatch.live.subnetId} (one or several, with commas), and any other parameter of the driver's.
 */
final class Ec2Account implements DriverEnvironment {
  private static final String PREFIX = "dispatch.live.";
  private static final List<InstanceType> TYPES =
      List.of(
          type("t3.micro", "0.0104").build(),
          type("g4dn.xlarge", "0.526").build(),
          type("t3.micro.spot", "0.0104").providerType("t3.micro").preemptible(true).build());

  private final Driver driver = new Ec2Driver();
  private final String publicKey = PrivateKeys.publicKeyLine(PrivateKeys.generateEd25519());
  private final Map<String, Object> parameters = new HashMap<>();
  private final String image;
  private final Ec2Connection connection;
  private final List<String> left = new ArrayList<>();

  Ec2Account(String region, Properties properties) {
    parameters.put("region", region);
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(PREFIX) && !name.equals(PREFIX + "image")) {
        parameters.put(name.substring(PREFIX.length()), value(properties.getProperty(name)));
      }
    }
    image = properties.getProperty(PREFIX + "image");
    if (image == null) {
      throw new IllegalArgumentException(PREFIX + "image: nothing given; expected an AMI");
    }
    connection =
        connect(Ec2Settings.read(Parameters.read("driver 'ec2'", parameters, driver.parameters())));
  }

  private static Ec2Connection connect(Ec2Settings settings) {
    try {
      return Ec2Connection.open(settings);
    } catch (CloudException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(String text) {
    return text.contains(",") ? Stream.of(text.split(",", -1)).map(String::strip).toList() : text;
  }

  private static InstanceType.Builder type(String name, String price) {
    return InstanceType.builder(name, 2, 1L << 30, new BigDecimal(price));
  }

  @Override
  public Driver driver() {
    return driver;
  }

  @Override
  public Map<String, ?> parameters() {
    return parameters;
  }

  @Override
  public List<InstanceType> types() {
    return TYPES;
  }

  @Override
  public String image() {
    return image;
  }

  /** Of its own, so that each environment's key pair is made by its own sets. */
  @Override
  public String publicKey() {
    return publicKey;
  }

  @Override
  public String leak(InstanceSetId instanceSetId) throws Exception {
    Subnet subnet =
        connection.call(CallKind.ASK, client -> client.describeSubnets()).subnets().get(0);
    Map<String, String> tags = Map.of("DispatchInstanceSetID", instanceSetId.value());
    String volume =
        connection
            .call(
                CallKind.CREATE,
                client ->
                    client.createVolume(
                        request ->
                            request
                                .availabilityZone(subnet.availabilityZone())
                                .size(1)
                                .tagSpecifications(Tags.specification(ResourceType.VOLUME, tags))))
            .volumeId();
    left.add(volume);
    return volume;
  }

  @Override
  public Map<String, Map<String, String>> resources() throws Exception {
    Map<String, Map<String, String>> all = new HashMap<>();
    connection
        .call(CallKind.ASK, client -> client.describeVolumes())
        .volumes()
        .forEach(each -> all.put(each.volumeId(), Tags.fromSdk(each.tags())));
    connection
        .call(CallKind.ASK, client -> client.describeKeyPairs())
        .keyPairs()
        .forEach(each -> all.put(each.keyPairId(), Tags.fromSdk(each.tags())));
    return all;
  }

  /** Removes its key pair, and volumes that were left on purpose and not swept. */
  @Override
  public void end() throws Exception {
    String name = "dispatch-keypair-" + KeyFingerprints.of(publicKey).get(0);
    connection.call(CallKind.CHANGE, client -> client.deleteKeyPair(r -> r.keyName(name)));
    Map<String, ?> there = resources();
    for (String volume : left) {
      if (there.containsKey(volume)) {
        connection.call(CallKind.CHANGE, client -> client.deleteVolume(r -> r.volumeId(volume)));
      }
    }
    connection.close();
  }
}
