package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.InstanceSetId;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The live tests' environment, at the fake EC2")
class Ec2AccountTest {
  private static Properties properties(FakeEc2 ec2) {
    Properties properties = new Properties();
    properties.setProperty("dispatch.live", "ignored");
    properties.setProperty("dispatch.live.image", Ec2Environment.IMAGE);
    properties.setProperty("dispatch.live.accessKeyId", FakeEc2.KEY_ID);
    properties.setProperty("dispatch.live.secretAccessKey", FakeEc2.SECRET_KEY);
    properties.setProperty("dispatch.live.subnetId", "subnet-a, subnet-b");
    properties.setProperty("dispatch.live.endpoint", ec2.endpoint().toString());
    return properties;
  }

  @Test
  @DisplayName("takes the driver's parameters from properties, and cleans up what it left")
  void leavesNothing() throws Exception {
    try (FakeEc2 ec2 = new FakeEc2()) {
      Ec2Account account = new Ec2Account(FakeEc2.REGION, properties(ec2));
      assertThat(account.image()).isEqualTo(Ec2Environment.IMAGE);
      assertThat((Object) account.parameters().get("subnetId"))
          .isEqualTo(List.of("subnet-a", "subnet-b"));

      String left = account.leak(new InstanceSetId("kit-1"));
      String swept = account.leak(new InstanceSetId("kit-1"));
      assertThat(account.resources()).containsKeys(left, swept);
      ec2.cloud.volumes.remove(swept);
      account.end();

      assertThat(ec2.cloud.volumes).isEmpty();
    }
  }

  @Test
  @DisplayName("needs an image")
  void needsImage() {
    assertThatThrownBy(() -> new Ec2Account("eu-west-1", new Properties()))
        .hasMessageContaining("dispatch.live.image: nothing given");
  }
}
