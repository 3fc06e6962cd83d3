package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Quota groups")
class QuotaGroupsTest {
  private static final QuotaGroups USUAL =
      read(List.of("a,c,d,h,i,m,r,t,z=standard", "vt=g", "p5=p5"));

  private static QuotaGroups read(List<String> lines) {
    List<Problem> problems = new ArrayList<>();
    QuotaGroups groups = QuotaGroups.read(lines, problems);
    assertThat(problems).isEmpty();
    return groups;
  }

  private static String of(QuotaGroups groups, String name, boolean preemptible) {
    return groups
        .of(
            InstanceType.builder("any", 1, 1, BigDecimal.ONE)
                .providerType(name)
                .preemptible(preemptible)
                .build())
        .name();
  }

  @ParameterizedTest
  @CsvSource({
    "a1.large, standard",
    "c5.large, standard",
    "d3en.xlarge, standard",
    "h1.2xlarge, standard",
    "i3.metal, standard",
    "m5.large, standard",
    "r6i.32xlarge, standard",
    "t3.micro, standard",
    "z1d.large, standard",
    "g5.xlarge, g",
    "vt1.3xlarge, g",
    "p3.2xlarge, p",
    "p4d.24xlarge, p",
    "p5.48xlarge, p5",
    "p5en.48xlarge, p5",
    "inf1.xlarge, inf",
    "trn1.2xlarge, trn",
    "dl1.24xlarge, dl",
    "hpc7g.16xlarge, hpc",
    "mac2.metal, mac",
    "u-6tb1.metal, u",
    "x2idn.metal, x",
    "1odd, 1odd",
  })
  @DisplayName("EC2-7 are the longest prefix's that is no part of another family's letters")
  void groups(String type, String group) {
    assertThat(of(USUAL, type, false)).isEqualTo(group);
    assertThat(of(USUAL, type, true)).isEqualTo(group + "-spot");
  }

  @Test
  @DisplayName("EC2-7 can be told finer, or not at all")
  void configured() {
    QuotaGroups fine = read(List.of(" m , m5 = ms ", "m5d=fast"));

    assertThat(of(fine, "m4.large", false)).isEqualTo("ms");
    assertThat(of(fine, "m5.xlarge", false)).isEqualTo("ms");
    assertThat(of(fine, "m5d.xlarge", false)).isEqualTo("fast");
    assertThat(of(fine, "c5.large", false)).isEqualTo("c");
    assertThat(of(read(List.of()), "m5.large", true)).isEqualTo("m-spot");
  }
}
