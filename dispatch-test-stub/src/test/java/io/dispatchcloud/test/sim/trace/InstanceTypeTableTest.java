package io.dispatchcloud.test.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A table of instance types")
class InstanceTypeTableTest {
  private static final Path DATA = Path.of(System.getProperty("dispatch.root"), "examples/data");
  private static final String HEAD = "instance_type,vcpus,memory_mib,on_demand_usd_per_hour\n";
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  @TempDir private Path folder;

  private InstanceTypeTable table(String text) throws Exception {
    return InstanceTypeTable.of(Files.writeString(folder.resolve("types.csv"), text));
  }

  private static InstanceType find(List<InstanceType> types, String name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  @DisplayName("of EC2 has sizes, disks, GPUs and prices; a type without a price is left out")
  void ec2() throws Exception {
    List<InstanceType> types =
        InstanceTypeTable.of(DATA.resolve("ec2_instance_types_us-east-1.csv"))
            .where("arch", "amd64")
            .read();

    assertThat(types).hasSizeGreaterThan(900).noneMatch(InstanceType::preemptible);
    assertThat(find(types, "c5.large"))
        .isEqualTo(
            InstanceType.builder("c5.large", 2, 4096 * MIB, new BigDecimal("0.085")).build());
    assertThat(find(types, "p4d.24xlarge").gpu())
        .isEqualTo(new GpuDevices("cuda", "535.0", "8.0", 8, 40_960 * MIB));
    assertThat(find(types, "g4ad.xlarge").gpu().stack()).isEqualTo("rocm");
    assertThat(find(types, "c5d.large").includedScratch()).isEqualTo(50_000_000_000L);
  }

  @Test
  @DisplayName("has preemptible types at their own prices, where it knows one")
  void spot() throws Exception {
    List<InstanceType> types =
        InstanceTypeTable.of(DATA.resolve("ec2_menu_us-east-1.csv")).preemptible(true).read();

    assertThat(types).allMatch(InstanceType::preemptible);
    assertThat(find(types, "c5.large").price()).isEqualByComparingTo("0.03485");
  }

  @Test
  @DisplayName("of GCE has memory in GiB")
  void gce() throws Exception {
    List<InstanceType> types =
        InstanceTypeTable.of(DATA.resolve("gce_machine_types_us-central1.csv"))
            .where("region", "us-central1")
            .read();

    assertThat(types).hasSizeGreaterThan(400);
    assertThat(find(types, "e2-medium").ram()).isEqualTo(4 * GIB);
    assertThat(find(types, "g1-small").ram()).isEqualTo(1_825_361_100L);
  }

  @Test
  @DisplayName("may name a device that nobody knows: it fits nothing that asks for one")
  void unknownDevice() throws Exception {
    List<InstanceType> types =
        table(
                """
                name,vcpus,memory_gb,price,gpu_count,gpu_name
                odd,1,1.5,0.5,0.125,quantum
                """)
            .read();

    assertThat(types.get(0).gpu()).isEqualTo(new GpuDevices("cuda", "535.0", "", 1, 0));
    assertThat(types.get(0).ram()).isEqualTo(3 * GIB / 2);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is refused with line, column, value and what was expected")
  @CsvSource(
      delimiter = '|',
      value = {
        ",1,1,1|instance_type: nothing given; expected a name of 1 to 128 characters",
        "a,0,1,1|vcpus: '0'; expected a number from 1 to 1000000",
        "a,1,0,1|memory_mib: '0'; expected more than nothing",
        "a,1,much,1|memory_mib: 'much'; expected a number from 0 to 1000000000",
        "a,1,1,-1|on_demand_usd_per_hour: '-1'; expected a number from 0 to 1000000",
        "a,1,1,1e9|on_demand_usd_per_hour: '1e9'; expected a number from 0 to 1000000",
        "good,1,1,1|instance_type: 'good'; expected each name once; choose rows by another"
            + " column, such as region",
      })
  void hostile(String row, String complaint) {
    assertThatThrownBy(() -> table(HEAD + "good,1,1,1\n" + row + "\n").read())
        .isInstanceOf(TraceException.class)
        .hasMessage(folder.resolve("types.csv") + ":3: " + complaint);
  }

  @Test
  @DisplayName("is refused without a column, or when no row is left")
  void nothingLeft() {
    assertThatThrownBy(() -> table("instance_type,vcpus\n").read())
        .hasMessageContaining("expected a column 'memory_mib' among them");
    assertThatThrownBy(() -> table(HEAD).preemptible(true).read())
        .hasMessageContaining("expected a column 'spot_usd_per_hour' among them");
    assertThatThrownBy(() -> table(HEAD).where("region", "here").read())
        .hasMessageContaining("expected a column 'region' among them");
    assertThatThrownBy(() -> table(HEAD + "a,1,1,\n").where("vcpus", "1").read())
        .hasMessage(
            folder.resolve("types.csv")
                + ": no instance type; expected rows with a price and with vcpus=1");
  }
}
