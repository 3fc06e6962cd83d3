package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.PricePoint;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Spot prices")
class SpotPricesTest {
  private final Ec2Bench bench = new Ec2Bench();

  @AfterEach
  void end() {
    bench.close();
  }

  private int asked() {
    return bench.ec2.requests("DescribeSpotPriceHistory").size();
  }

  @Test
  @DisplayName("EC2-6 are of Linux in the instance's zone, three intervals back, newest first")
  void prices() throws Exception {
    Instance spot = bench.running(Ec2Environment.SPOT);
    Instant now = bench.clock.instant();

    assertThat(spot.priceHistory(Ec2Environment.SPOT))
        .containsExactly(
            new PricePoint(now.minusSeconds(60), new BigDecimal("0.0321000000")),
            new PricePoint(now.minusSeconds(86_400), new BigDecimal("0.0310000000")));
    assertThat(bench.last("DescribeSpotPriceHistory"))
        .containsEntry("InstanceType.1", "m5.large")
        .doesNotContainKey("InstanceType.2")
        .containsEntry("ProductDescription.1", "Linux/UNIX")
        .containsEntry("StartTime", "2026-10-29T00:00:00Z")
        .containsEntry("EndTime", "2026-11-01T00:00:00Z")
        .containsEntry("MaxResults", "1000");
  }

  @Test
  @DisplayName("EC2-6 have the volume's hourly price added: ebsPrice x GiB / 30 / 24")
  void volume() throws Exception {
    bench.with("ebsPrice", "0.12");

    List<PricePoint> prices = bench.running(Ec2Environment.SPOT).priceHistory(Ec2Environment.SPOT);

    // 30 GiB at 12 cents a month: half a cent an hour.
    assertThat(prices.get(0).price()).isEqualByComparingTo("0.0371");
  }

  @Test
  @DisplayName("EC2-6 are asked for once an interval, and at once for a new type")
  void interval() throws Exception {
    bench.with("spotPriceUpdateInterval", "1h").running(Ec2Environment.SPOT);
    bench.set().instances(Map.of());
    assertThat(asked()).isEqualTo(1);

    bench.clock.advance(Duration.ofMinutes(59));
    bench.set().instances(Map.of());
    assertThat(asked()).isEqualTo(1);

    bench.clock.advance(Duration.ofMinutes(1));
    bench.set().instances(Map.of());
    assertThat(asked()).isEqualTo(2);

    bench.running(Ec2Environment.type("t3.micro", "0.01").preemptible(true).build());
    assertThat(asked()).isEqualTo(3);
    assertThat(bench.last("DescribeSpotPriceHistory"))
        .containsEntry("InstanceType.1", "t3.micro")
        .doesNotContainKey("InstanceType.2");
  }

  @Test
  @DisplayName("EC2-6 are not asked for when switched off, or when nothing is preemptible")
  void off() throws Exception {
    assertThat(bench.running(Ec2Environment.LARGE).priceHistory(Ec2Environment.LARGE)).isEmpty();
    assertThat(asked()).isZero();

    Instance spot =
        bench
            .with("spotPriceUpdateInterval", "0s")
            .open("bench")
            .create(bench.request(Ec2Environment.SPOT));
    for (int i = 0; i < 3; i++) {
      bench.open("bench").instances(Map.of());
    }
    assertThat(asked()).isZero();
    assertThat(spot.priceHistory(Ec2Environment.SPOT)).isEmpty();
  }

  @Test
  @DisplayName("EC2-6 that can't be had fail no listing, and are not asked for at each")
  void refused() throws Exception {
    bench.ec2.faults.refuse(
        "DescribeSpotPriceHistory", new ApiError("UnauthorizedOperation", "no", 403));

    Instance spot = bench.running(Ec2Environment.SPOT);
    bench.set().instances(Map.of());

    assertThat(spot.priceHistory(Ec2Environment.SPOT)).isEmpty();
    assertThat(asked()).isEqualTo(1);
    assertThat(bench.log.lines())
        .anyMatch(line -> line.startsWith("WARNING") && line.contains("UnauthorizedOperation"));
  }

  @ParameterizedTest
  @CsvSource({
    "24h, RequestLimitExceeded, 503, 5",
    "24h, InternalError, 500, 5",
    "2m, InternalError, 500, 2",
    "24h, UnauthorizedOperation, 403, 1440",
  })
  @DisplayName("EC2-6 are asked for again soon after a failure, unless EC2 would refuse it again")
  void again(String interval, String code, int status, int minutes) throws Exception {
    bench.ec2.faults.refuse("DescribeSpotPriceHistory", new ApiError(code, "no", status));
    bench.with("spotPriceUpdateInterval", interval).running(Ec2Environment.SPOT);
    assertThat(asked()).isEqualTo(1);
    bench.ec2.faults.end();

    bench.clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
    bench.set().instances(Map.of());
    assertThat(asked()).isEqualTo(1);

    bench.clock.advance(Duration.ofSeconds(1));
    assertThat(bench.set().instances(Map.of()).get(0).priceHistory(Ec2Environment.SPOT))
        .isNotEmpty();
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  @DisplayName("EC2-6 come in pages, and what can't be read of them is left out")
  void pages() throws Exception {
    bench.ec2.faults.mangle(
        "DescribeSpotPriceHistory",
        request -> {
          boolean first = !request.containsKey("NextToken");
          return "<DescribeSpotPriceHistoryResponse><requestId>1</requestId><spotPriceHistorySet>"
              + item("2026-10-31T00:00:00Z", first ? "0.02" : "0.03")
              + item("2026-10-30T00:00:00Z", "a lot")
              + "<item><spotPrice>1</spotPrice></item>"
              + "<item><timestamp>2026-10-30T00:00:00Z</timestamp></item>"
              + "</spotPriceHistorySet>"
              + (first ? "<nextToken>2</nextToken>" : "")
              + "</DescribeSpotPriceHistoryResponse>";
        });

    assertThat(bench.running(Ec2Environment.SPOT).priceHistory(Ec2Environment.SPOT))
        .singleElement()
        .satisfies(point -> assertThat(point.price()).isEqualByComparingTo("0.03"));
    assertThat(asked()).isEqualTo(2);
  }

  private static String item(String time, String price) {
    return "<item><instanceType>m5.large</instanceType><productDescription>Linux/UNIX"
        + "</productDescription><spotPrice>"
        + price
        + "</spotPrice><timestamp>"
        + time
        + "</timestamp><availabilityZone>us-test-1a</availabilityZone></item>";
  }
}
