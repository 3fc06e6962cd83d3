package io.dispatchcloud.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SET-1 the nearest known name")
class NearestNameTest {
  private static final List<String> KNOWN =
      List.of("region", "subnetId", "securityGroupIds", "image");

  @ParameterizedTest
  @CsvSource({
    "region, region",
    "REGION, region",
    "regoin, region",
    "subnet, subnetId",
    "subnetIds, subnetId",
    "securityGroups, securityGroupIds",
    "imgae, image",
  })
  @DisplayName("is found without regard to case and small slips")
  void near(String wrong, String expected) {
    assertThat(NearestName.find(wrong, KNOWN)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"zone", "x", "accessKeyId"})
  @DisplayName("is not named where none is near")
  void far(String wrong) {
    assertThat(NearestName.find(wrong, KNOWN)).isEmpty();
  }

  @Test
  @DisplayName("is the first in the alphabet where two are as near")
  void tie() {
    assertThat(NearestName.find("zoneC", List.of("zoneB", "zoneA"))).contains("zoneA");
  }
}
