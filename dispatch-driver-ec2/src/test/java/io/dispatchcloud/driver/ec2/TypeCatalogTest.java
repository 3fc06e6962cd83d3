package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The catalog of EC2 instance types")
class TypeCatalogTest {
  private final Ec2Bench bench = new Ec2Bench();

  @AfterEach
  void end() {
    bench.close();
  }

  private List<InstanceType> types() throws CloudException {
    return new Ec2Driver().instanceTypes(bench.context());
  }

  @Test
  @DisplayName("SET-1 has sizes from EC2 and prices from the table, cheapest first, all pages")
  void types1() throws Exception {
    List<InstanceType> types = types();

    assertThat(types)
        .extracting(InstanceType::name)
        .containsExactly("t3.micro", "m5.large", "p5.48xlarge");
    assertThat(types.get(1))
        .isEqualTo(InstanceType.builder("m5.large", 2, 8L << 30, new BigDecimal("0.096")).build());
    InstanceType p5 = types.get(2);
    assertThat(p5.vcpus()).isEqualTo(192);
    assertThat(p5.ram()).isEqualTo(2L << 40);
    assertThat(p5.includedScratch()).isEqualTo(30_400_000_000_000L);
    assertThat(p5.gpu()).isEqualTo(new GpuDevices("cuda", "", "9.0", 8, 80L << 30));
    assertThat(bench.ec2.requests("DescribeInstanceTypes")).hasSize(2);
    assertThat(bench.last("DescribeInstanceTypes"))
        .containsEntry("Filter.1.Name", "processor-info.supported-architecture")
        .containsEntry("Filter.1.Value.1", "x86_64");
  }

  @Test
  @DisplayName("SET-1 leaves out types without a known price, and says so")
  void withoutPrice() throws Exception {
    types();

    assertThat(bench.log.lines()).anyMatch(line -> line.contains("zz9.future"));
  }

  @Test
  @DisplayName(
      "SET-1 lists what can run images of the architecture, also where EC2 does not filter")
  void architecture() throws Exception {
    bench.with("architecture", "arm64");

    assertThat(types()).isEmpty();
  }

  private static String info(String more) {
    return "<item><instanceType>m5.large</instanceType>" + more + "</item>";
  }

  private static final String PROCESSOR =
      "<processorInfo><supportedArchitectures><item>x86_64</item></supportedArchitectures>"
          + "</processorInfo>";
  private static final String CPUS = "<vCpuInfo><defaultVCpus>2</defaultVCpus></vCpuInfo>";
  private static final String RAM = "<memoryInfo><sizeInMiB>1024</sizeInMiB></memoryInfo>";

  private static String gpu(String gpu) {
    return info(PROCESSOR + CPUS + RAM + "<gpuInfo><gpus>" + gpu + "</gpus></gpuInfo>");
  }

  @Test
  @DisplayName("SET-1 leaves out what lacks a size, and counts GPUs that it can name a stack for")
  void oddTypes() throws Exception {
    bench.ec2.faults.mangle(
        "DescribeInstanceTypes",
        request ->
            "<DescribeInstanceTypesResponse><requestId>1</requestId><instanceTypeSet>"
                + "<item>"
                + PROCESSOR
                + CPUS
                + RAM
                + "</item>"
                + info(CPUS + RAM)
                + info(PROCESSOR + RAM)
                + info(PROCESSOR + "<vCpuInfo/>" + RAM)
                + info(PROCESSOR + "<vCpuInfo><defaultVCpus>0</defaultVCpus></vCpuInfo>" + RAM)
                + info(PROCESSOR + CPUS)
                + info(PROCESSOR + CPUS + "<memoryInfo/>")
                + info(PROCESSOR + CPUS + RAM + "<instanceStorageInfo/><gpuInfo/>")
                + gpu("<item><name>V520</name></item>")
                + gpu("<item><manufacturer>Habana</manufacturer><count>8</count></item>")
                + gpu("<item><manufacturer>NVIDIA</manufacturer></item>")
                + gpu("<item><manufacturer>NVIDIA</manufacturer><count>0</count></item>")
                + gpu(
                    "<item><name>Radeon Pro V520</name><manufacturer>AMD</manufacturer>"
                        + "<count>1</count><memoryInfo/></item>")
                + gpu("<item><manufacturer>NVIDIA</manufacturer><count>2</count></item>")
                + "</instanceTypeSet></DescribeInstanceTypesResponse>");

    assertThat(types())
        .extracting(InstanceType::gpu)
        .containsExactlyInAnyOrder(
            GpuDevices.NONE,
            GpuDevices.NONE,
            GpuDevices.NONE,
            GpuDevices.NONE,
            GpuDevices.NONE,
            new GpuDevices("rocm", "", "gfx1011", 1, 0),
            new GpuDevices("cuda", "", "", 2, 0));
  }

  @Test
  @DisplayName("SET-1 fails where EC2 refuses")
  void refused() {
    bench.ec2.faults.refuse(
        "DescribeInstanceTypes", new ApiError("UnauthorizedOperation", "no", 403));

    assertThatThrownBy(this::types).hasMessageContaining("UnauthorizedOperation");
  }

  @Test
  @DisplayName("The bundled table has a price above nothing for each type")
  void table() {
    assertThat(PriceTable.read())
        .hasSizeGreaterThan(1_300)
        .containsEntry("m5.large", new BigDecimal("0.096"))
        .allSatisfy((type, price) -> assertThat(price).isPositive());
  }
}
