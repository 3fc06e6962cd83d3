package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** The parameters as they are configured (EC2-1); {@link Ec2Settings} is what becomes of them. */
final class Ec2Parameters {
  static final Parameter<Secret> ACCESS_KEY_ID =
      Parameter.secret(
          "accessKeyId",
          "The access key's id. Leave it and secretAccessKey out for the SDK's default chain:"
              + " environment, profile, the role of the machine that this runs on.");

  static final Parameter<Secret> SECRET_ACCESS_KEY =
      Parameter.secret("secretAccessKey", "The access key's secret part.");

  static final Parameter<String> REGION =
      Parameter.text("region", "The region to make instances in, such as us-east-1.").required();

  static final Parameter<List<String>> SECURITY_GROUP_IDS =
      Parameter.textList(
              "securityGroupIds",
              "The security groups of each instance. They must let SSH in from the dispatcher."
                  + " Without any, the VPC's default group.")
          .defaultsTo(List.of());

  static final Parameter<List<String>> SUBNET_ID =
      Parameter.textList(
              "subnetId",
              "The subnet to make instances in, or several: where one has no room, the next is"
                  + " tried. Without any, the default VPC's.")
          .defaultsTo(List.of());

  static final Parameter<String> ADMIN_USERNAME =
      Parameter.text("adminUsername", "Whom to log in as; the image decides which user that is.")
          .defaultsTo("admin");

  static final Parameter<String> EBS_VOLUME_TYPE =
      Parameter.text(
              "ebsVolumeType",
              "The kind of the volume that addedScratch becomes: gp2, gp3, st1, sc1 or standard.")
          .defaultsTo("gp2");

  static final Parameter<BigDecimal> EBS_PRICE =
      Parameter.decimal(
              "ebsPrice",
              "What a GiB of such a volume costs a month; it is added to the prices of preemptible"
                  + " instances.")
          .defaultsTo(BigDecimal.ZERO);

  static final Parameter<String> IAM_INSTANCE_PROFILE =
      Parameter.text(
          "iamInstanceProfile",
          "The instance profile that instances get, by name or ARN. Without one they have no"
              + " rights at AWS.");

  static final Parameter<Duration> SPOT_PRICE_UPDATE_INTERVAL =
      Parameter.duration(
              "spotPriceUpdateInterval",
              "How often to ask for the prices of preemptible instances; 0s for never.")
          .defaultsTo(Duration.ofHours(24));

  static final Parameter<List<String>> INSTANCE_TYPE_QUOTA_GROUPS =
      Parameter.textList(
              "instanceTypeQuotaGroups",
              "Which instance types share a vCPU quota, as prefixes=group; types of other prefixes"
                  + " are in a group of their family's letters.")
          .defaultsTo(List.of("a,c,d,h,i,m,r,t,z=standard", "vt=g", "p5=p5"));

  static final Parameter<HostKeySource> HOST_KEYS =
      Parameter.choice(
              "hostKeys",
              "How to know an instance's host key: by the secret file that its init command"
                  + " wrote, or by what it printed to its console at boot.",
              HostKeySource.class)
          .defaultsTo(HostKeySource.SECRET);

  static final Parameter<String> ARCHITECTURE =
      Parameter.text(
              "architecture",
              "Which instance types the catalog lists: those that can run images of this"
                  + " architecture, x86_64 or arm64.")
          .defaultsTo("x86_64");

  static final Parameter<String> ENDPOINT =
      Parameter.text(
          "endpoint",
          "Where the API answers, as a URL, if it is not the region's own: another cloud, a test.");

  /** All of them, in the order in which to explain them. */
  static final List<Parameter<?>> ALL =
      List.of(
          ACCESS_KEY_ID,
          SECRET_ACCESS_KEY,
          REGION,
          SECURITY_GROUP_IDS,
          SUBNET_ID,
          ADMIN_USERNAME,
          EBS_VOLUME_TYPE,
          EBS_PRICE,
          IAM_INSTANCE_PROFILE,
          SPOT_PRICE_UPDATE_INTERVAL,
          INSTANCE_TYPE_QUOTA_GROUPS,
          HOST_KEYS,
          ARCHITECTURE,
          ENDPOINT);

  private Ec2Parameters() {}
}
