package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Problem;
import io.dispatchcloud.api.config.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The driver's parameters, checked as a whole (EC2-1). Shows no secret: both halves of the access
 * key are {@link Secret}s.
 *
 * @param accessKeyId null for the SDK's default chain
 * @param secretAccessKey null for the SDK's default chain
 * @param region where instances are made
 * @param securityGroupIds the groups of each instance; empty for the VPC's default
 * @param subnetIds the subnets to try; empty for the default VPC's
 * @param adminUsername whom to log in as
 * @param volumeType the kind of the scratch volume
 * @param volumePrice what a GiB of it costs a month
 * @param instanceProfile a name or an ARN; null for none
 * @param spotPriceInterval how often to ask for spot prices; zero for never
 * @param quotaGroups which types share a quota
 * @param hostKeys how a host key is known
 * @param architecture which types the catalog lists
 * @param endpoint null for the region's own
 */
record Ec2Settings(
    @Nullable Secret accessKeyId,
    @Nullable Secret secretAccessKey,
    String region,
    List<String> securityGroupIds,
    List<String> subnetIds,
    String adminUsername,
    String volumeType,
    BigDecimal volumePrice,
    @Nullable String instanceProfile,
    Duration spotPriceInterval,
    QuotaGroups quotaGroups,
    HostKeySource hostKeys,
    String architecture,
    @Nullable URI endpoint) {

  private static final Pattern REGION_FORM = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final Pattern SUBNET_FORM = Pattern.compile("subnet-[A-Za-z0-9-]+");
  private static final Pattern GROUP_FORM = Pattern.compile("sg-[A-Za-z0-9-]+");

  /**
   * The others, io1 and io2, can't be made without a number of operations a second, which nobody
   * can configure.
   */
  private static final Set<String> VOLUME_TYPES = Set.of("gp2", "gp3", "st1", "sc1", "standard");

  private static final Set<String> ARCHITECTURES = Set.of("x86_64", "arm64");

  Ec2Settings {
    securityGroupIds = List.copyOf(securityGroupIds);
    subnetIds = List.copyOf(subnetIds);
  }

  /** Reads them, and refuses those that are wrong in themselves or don't go together: all. */
  static Ec2Settings read(Parameters given) {
    Secret keyId = given.find(Ec2Parameters.ACCESS_KEY_ID).orElse(null);
    Secret key = given.find(Ec2Parameters.SECRET_ACCESS_KEY).orElse(null);
    List<Problem> problems = new ArrayList<>();
    if (keyId == null && key != null) {
      problems.add(new Problem("accessKeyId", "", "an id, as secretAccessKey is given"));
    }
    if (keyId != null && key == null) {
      problems.add(new Problem("secretAccessKey", "", "a key, as accessKeyId is given"));
    }
    String region = given.get(Ec2Parameters.REGION);
    if (!REGION_FORM.matcher(region).matches()) {
      problems.add(new Problem("region", region, "a region's name, such as us-east-1"));
    }
    List<String> groupIds = given.get(Ec2Parameters.SECURITY_GROUP_IDS);
    checkForm("securityGroupIds", groupIds, GROUP_FORM, "ids such as sg-0123abcd", problems);
    List<String> subnets = given.get(Ec2Parameters.SUBNET_ID);
    checkForm("subnetId", subnets, SUBNET_FORM, "ids such as subnet-0123abcd", problems);
    if (new HashSet<>(subnets).size() < subnets.size()) {
      problems.add(new Problem("subnetId", String.join(", ", subnets), "each subnet once"));
    }
    String volumeType = given.get(Ec2Parameters.EBS_VOLUME_TYPE);
    if (!VOLUME_TYPES.contains(volumeType)) {
      problems.add(new Problem("ebsVolumeType", volumeType, "gp2, gp3, st1, sc1 or standard"));
    }
    String architecture = given.get(Ec2Parameters.ARCHITECTURE);
    if (!ARCHITECTURES.contains(architecture)) {
      problems.add(new Problem("architecture", architecture, "x86_64 or arm64"));
    }
    QuotaGroups groups =
        QuotaGroups.read(given.get(Ec2Parameters.INSTANCE_TYPE_QUOTA_GROUPS), problems);
    URI endpoint = endpoint(given.find(Ec2Parameters.ENDPOINT).orElse(null), problems);
    if (!problems.isEmpty()) {
      throw new ParameterException("driver 'ec2'", problems);
    }
    return new Ec2Settings(
        keyId,
        key,
        region,
        groupIds,
        subnets,
        given.get(Ec2Parameters.ADMIN_USERNAME),
        volumeType,
        given.get(Ec2Parameters.EBS_PRICE),
        given.find(Ec2Parameters.IAM_INSTANCE_PROFILE).orElse(null),
        given.get(Ec2Parameters.SPOT_PRICE_UPDATE_INTERVAL),
        groups,
        given.get(Ec2Parameters.HOST_KEYS),
        architecture,
        endpoint);
  }

  private static void checkForm(
      String name, List<String> ids, Pattern form, String expected, List<Problem> problems) {
    for (String id : ids) {
      if (!form.matcher(id).matches()) {
        problems.add(new Problem(name, id, expected));
      }
    }
  }

  private static @Nullable URI endpoint(@Nullable String text, List<Problem> problems) {
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text.strip());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls through to what was expected.
    }
    // Not shown: a URL with a password in it is one of those that are refused.
    problems.add(new Problem("endpoint", Secret.MASK, "a URL: http or https, and a host"));
    return null;
  }
}
