package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SET-1 the catalog of machine types")
class GceCatalogTest {
  private GceBench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new GceBench();
    GceTypes.listed().forEach(bench.fake.project::add);
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private static InstanceType named(List<InstanceType> types, String name) {
    return types.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  @DisplayName("SET-1 types have the cloud's sizes and the table's prices, cheapest first")
  void types() throws Exception {
    bench.fake.project.pageSize(2);
    List<InstanceType> types = bench.driver.instanceTypes(bench.context("set-1"));
    assertThat(types)
        .extracting(InstanceType::name)
        .containsExactlyInAnyOrder(
            "e2-small",
            "e2-small.spot",
            "n2-standard-4",
            "n2-standard-4.spot",
            "g2-standard-4",
            "g2-standard-4.spot");
    assertThat(types).extracting(InstanceType::price).isSorted();
    InstanceType n2 = named(types, "n2-standard-4");
    assertThat(n2.vcpus()).isEqualTo(4);
    assertThat(n2.ram()).isEqualTo(16L << 30);
    assertThat(n2.includedScratch()).isEqualTo(40L << 30);
    assertThat(n2.price()).isBetween(new BigDecimal("0.15"), new BigDecimal("0.25"));
    InstanceType spot = named(types, "n2-standard-4.spot");
    assertThat(spot.preemptible()).isTrue();
    assertThat(spot.providerType()).isEqualTo("n2-standard-4");
    assertThat(spot.price()).isLessThan(n2.price());
    assertThat(named(types, "g2-standard-4").gpu())
        .isEqualTo(new GpuDevices("cuda", "", "8.9", 1, 24L << 30));
    assertThat(bench.log.lines()).singleElement().asString().contains("odd-standard-9");
  }

  @Test
  @DisplayName("SET-1 GPUs that nobody knows have no hardware target")
  void unknownGpu() {
    assertThat(Accelerators.devices("nvidia-x1", 3))
        .isEqualTo(new GpuDevices("cuda", "", "", 3, 0));
  }

  @Test
  @DisplayName("SET-4 a catalog that can't be read is a failure")
  void failure() {
    bench.fake.faults.refuse((verb, uri) -> true, new FakeError(403, "forbidden", "no"));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> bench.driver.instanceTypes(bench.context("set-1")));
    bench.fake.faults.refuse((verb, uri) -> true, new FakeError(429, "", "no"));
    assertThatExceptionOfType(RateLimitException.class)
        .isThrownBy(() -> bench.driver.instanceTypes(bench.context("set-1")));
  }

  @Test
  @DisplayName("SET-1 the table has each region's own prices, and none of what it does not know")
  void prices() {
    PriceTable iowa = PriceTable.of("us-central1");
    assertThat(iowa.size()).isGreaterThan(400);
    assertThat(iowa.find("c2d-highcpu-112")).isPresent();
    assertThat(iowa.find("no-such-type")).isEmpty();
    assertThat(PriceTable.of("africa-south1").find("c2d-highcpu-112").orElseThrow())
        .isEqualTo(new PriceTable.Price(new BigDecimal("4.622128"), new BigDecimal("0.90608")));
    assertThat(PriceTable.of("mars-north1").size()).isZero();
    assertThat(PriceTable.of("type").size()).isZero();
  }
}
