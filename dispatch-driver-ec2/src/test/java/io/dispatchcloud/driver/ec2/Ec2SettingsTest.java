package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The EC2 driver's parameters")
class Ec2SettingsTest {
  private static final Driver DRIVER = new Ec2Driver();

  private static Ec2Settings read(Map<String, ?> raw) {
    return Ec2Settings.read(Parameters.read("driver 'ec2'", raw, DRIVER.parameters()));
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> raw = new HashMap<>(Map.of("region", "eu-west-1"));
    raw.put(name, value);
    return raw;
  }

  @Test
  @DisplayName("EC2-1 the driver is found by its name, and has these parameters")
  void found() {
    assertThat(ServiceLoader.load(Driver.class))
        .anyMatch(each -> each instanceof Ec2Driver && each.name().equals("ec2"));
    assertThat(DRIVER.parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "accessKeyId",
            "secretAccessKey",
            "region",
            "securityGroupIds",
            "subnetId",
            "adminUsername",
            "ebsVolumeType",
            "ebsPrice",
            "iamInstanceProfile",
            "spotPriceUpdateInterval",
            "instanceTypeQuotaGroups",
            "hostKeys",
            "architecture",
            "endpoint");
  }

  @Test
  @DisplayName("EC2-1 a region is all that must be given")
  void defaults() {
    Ec2Settings settings = read(Map.of("region", "eu-west-1"));

    assertThat(settings.accessKeyId()).isNull();
    assertThat(settings.secretAccessKey()).isNull();
    assertThat(settings.region()).isEqualTo("eu-west-1");
    assertThat(settings.securityGroupIds()).isEmpty();
    assertThat(settings.subnetIds()).isEmpty();
    assertThat(settings.adminUsername()).isEqualTo("admin");
    assertThat(settings.volumeType()).isEqualTo("gp2");
    assertThat(settings.volumePrice()).isZero();
    assertThat(settings.instanceProfile()).isNull();
    assertThat(settings.spotPriceInterval()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.hostKeys()).isEqualTo(HostKeySource.SECRET);
    assertThat(settings.endpoint()).isNull();
  }

  @Test
  @DisplayName("EC2-1 accessKeyId and secretAccessKey both empty: the SDK's default chain")
  void bothEmpty() {
    Ec2Settings settings =
        read(Map.of("region", "eu-west-1", "accessKeyId", "", "secretAccessKey", ""));

    assertThat(settings.accessKeyId()).isNull();
    assertThat(settings.secretAccessKey()).isNull();
  }

  @Test
  @DisplayName("EC2-1 everything can be given, and a subnet alone or with others")
  void everything() {
    Map<String, Object> raw = new HashMap<>();
    raw.put("accessKeyId", "AKIA1");
    raw.put("secretAccessKey", "hush");
    raw.put("region", "eu-west-1");
    raw.put("securityGroupIds", List.of("sg-1", "sg-2"));
    raw.put("subnetId", List.of("subnet-1", "subnet-2"));
    raw.put("adminUsername", "ubuntu");
    raw.put("ebsVolumeType", "gp3");
    raw.put("ebsPrice", "0.08");
    raw.put("iamInstanceProfile", "worker");
    raw.put("spotPriceUpdateInterval", "1h");
    raw.put("instanceTypeQuotaGroups", "c,m=standard");
    raw.put("hostKeys", "console");
    raw.put("architecture", "arm64");
    raw.put("endpoint", "https://ec2.example.org:8443/services/ec2");

    Ec2Settings settings = read(raw);

    assertThat(settings.accessKeyId().reveal()).isEqualTo("AKIA1");
    assertThat(settings.securityGroupIds()).containsExactly("sg-1", "sg-2");
    assertThat(settings.subnetIds()).containsExactly("subnet-1", "subnet-2");
    assertThat(settings.volumePrice()).isEqualTo(new BigDecimal("0.08"));
    assertThat(settings.instanceProfile()).isEqualTo("worker");
    assertThat(settings.hostKeys()).isEqualTo(HostKeySource.CONSOLE);
    assertThat(settings.endpoint()).hasPath("/services/ec2");
    assertThat(read(with("subnetId", "subnet-1")).subnetIds()).containsExactly("subnet-1");
    assertThat(settings.toString()).doesNotContain("AKIA1").doesNotContain("hush");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "accessKeyId, AKIA1, 'secretAccessKey: nothing given'",
    "secretAccessKey, hush, 'accessKeyId: nothing given'",
    "region, us east, 'region: ''us east'''",
    "ebsVolumeType, io2, 'ebsVolumeType: ''io2'''",
    "ebsVolumeType, gp4, 'ebsVolumeType: ''gp4'''",
    "securityGroupIds, default, 'securityGroupIds: ''default'''",
    "securityGroupIds, 'sg-1 sg-2', 'securityGroupIds: ''sg-1 sg-2'''",
    "subnetId, us-east-1a, 'subnetId: ''us-east-1a'''",
    "subnetId, subnet-, 'subnetId: ''subnet-'''",
    "architecture, mips, 'architecture: ''mips'''",
    "instanceTypeQuotaGroups, standard, 'instanceTypeQuotaGroups: ''standard'''",
    "endpoint, 'ec2.example.org', 'endpoint: ''****'''",
    "endpoint, 'ftp://example.org', 'endpoint: ''****'''",
    "endpoint, 'http://:80', 'endpoint: ''****'''",
    "endpoint, 'http://me:hush@example.org', 'endpoint: ''****'''",
    "endpoint, 'http://a b', 'endpoint: ''****'''",
  })
  @DisplayName("SET-1 EC2-1 what is wrong is refused by name, and no secret shown")
  void wrong(String name, String value, String problem) {
    assertThatThrownBy(() -> read(with(name, value)))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("driver 'ec2'")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("hush");
  }

  @Test
  @DisplayName("SET-1 EC2-1 a subnet that is given twice is refused")
  void subnetTwice() {
    assertThatThrownBy(() -> read(with("subnetId", List.of("subnet-1", "subnet-1"))))
        .hasMessageContaining("subnetId: 'subnet-1, subnet-1'; expected each subnet once");
  }

  @Test
  @DisplayName("SET-1 EC2-1 all problems are told at once")
  void all() {
    Map<String, Object> raw = with("architecture", "mips");
    raw.put("endpoint", "nowhere");
    raw.put("ebsVolumeType", "io1");
    raw.put("subnetId", List.of("a", "subnet-b", "c"));
    raw.put("securityGroupIds", List.of("default"));

    assertThatThrownBy(() -> read(raw))
        .hasMessageContaining("architecture")
        .hasMessageContaining("endpoint")
        .hasMessageContaining("ebsVolumeType")
        .hasMessageContaining("subnetId: 'a'")
        .hasMessageContaining("subnetId: 'c'")
        .hasMessageContaining("securityGroupIds: 'default'");
  }
}
