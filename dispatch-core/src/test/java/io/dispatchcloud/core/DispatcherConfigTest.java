package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CONF the configuration")
class DispatcherConfigTest {
  private static final long MIB = 1L << 20;

  private static DispatcherConfig.Builder config() {
    return DispatcherConfig.builder("test");
  }

  private static InstanceType.Builder type(String name, String price) {
    return InstanceType.builder(name, 2, 4_096 * MIB, new BigDecimal(price));
  }

  @Test
  @DisplayName("takes a choice as a word, or as what it stands for")
  void choices() {
    assertThat(
            config()
                .set(Settings.PLACEMENT_POLICY, Placement.PACKING)
                .build()
                .get(Settings.PLACEMENT_POLICY))
        .isEqualTo(Placement.PACKING);
    assertThat(
            config()
                .setAll(Map.of("placementPolicy", "packing"))
                .build()
                .get(Settings.PLACEMENT_POLICY))
        .isEqualTo(Placement.PACKING);
  }

  @Test
  @DisplayName("has the defaults of the documentation")
  void defaults() {
    DispatcherConfig config = config().build();

    assertThat(config.get(Settings.POLL_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.get(Settings.PROBE_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.get(Settings.TIMEOUT_IDLE)).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.get(Settings.TIMEOUT_TERM)).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.get(Settings.TIMEOUT_SIGNAL)).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.get(Settings.STALE_LOCK_TIMEOUT)).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.get(Settings.MAX_INSTANCES)).isEqualTo(64);
    assertThat(config.get(Settings.MAX_CLOUD_OPS_PER_SECOND)).isEqualTo(10);
    assertThat(config.get(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS)).isEqualTo(10);
    assertThat(config.get(Settings.INITIAL_QUOTA_ESTIMATE)).isZero();
    assertThat(config.get(Settings.SUPERVISOR_FRACTION)).isEqualByComparingTo("0.5");
    assertThat(config.get(Settings.MAXIMUM_PRICE_FACTOR)).isEqualByComparingTo("1.5");
    assertThat(config.get(Settings.PREEMPTIBLE_PRICE_FACTOR)).isEqualByComparingTo("0");
    assertThat(config.get(Settings.RESERVE_EXTRA_RAM)).isEqualTo(550 * MIB);
    assertThat(config.get(Settings.CANCEL_UNSATISFIABLE)).isTrue();
    assertThat(config.get(Settings.TAG_KEY_PREFIX)).isEqualTo("Dispatch");
    assertThat(config.settings().find(Settings.QUEUE_FETCH_TARGET)).isEmpty();
  }

  @Test
  @DisplayName("reads settings by name, as a file has them")
  void byName() {
    DispatcherConfig config =
        config().setAll(Map.of("pollInterval", "1m30s", "reserveExtraRam", "1GiB")).build();

    assertThat(config.get(Settings.POLL_INTERVAL)).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.get(Settings.RESERVE_EXTRA_RAM)).isEqualTo(1_024 * MIB);
  }

  @Test
  @DisplayName("refuses bad values, all at once, each with its key and what was expected")
  void allProblems() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                config()
                    .setAll(Map.of("pollInterval", 10, "maxInstances", -1, "maximumPriceFactr", 2))
                    .build())
        .withMessageContaining("pollInterval: '10'; expected a duration with a unit")
        .withMessageContaining("maxInstances: '-1'; expected a whole number")
        .withMessageContaining("did you mean 'maximumPriceFactor'?");
  }

  @Test
  @DisplayName("refuses two types of one name, and an instance set id that no tag could hold")
  void names() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                config()
                    .instanceType(type("a", "1").build())
                    .instanceType(type("a", "2").build())
                    .build())
        .withMessageContaining("instanceTypes: 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DispatcherConfig.builder("a b").build())
        .withMessageContaining("instance set id: 'a b'");
  }

  @Test
  @DisplayName("shows no secret")
  void silent() {
    DispatcherConfig config =
        config().setAll(Map.of("dispatchPrivateKey", "-----BEGIN hunter2")).build();

    assertThat(config.toString()).contains("dispatchPrivateKey=****").doesNotContain("hunter2");
  }

  @Test
  @DisplayName("makes a preemptible twin of every type that is not, where a factor says so")
  void twins() {
    GpuDevices gpu = new GpuDevices("cuda", "12.0", "9.0", 1, 16);
    DispatcherConfig config =
        config()
            .set(Settings.PREEMPTIBLE_PRICE_FACTOR, new BigDecimal("0.3"))
            .instanceType(type("a", "2").providerType("p.a").addedScratch(9).gpu(gpu).build())
            .instanceType(type("spot", "1").preemptible(true).build())
            .build();

    assertThat(config.instanceTypes())
        .extracting(InstanceType::name)
        .containsExactly("a", "spot", "a.preemptible");
    InstanceType twin = config.instanceTypes().get(2);
    assertThat(twin.preemptible()).isTrue();
    assertThat(twin.price()).isEqualByComparingTo("0.6");
    assertThat(twin)
        .usingRecursiveComparison()
        .ignoringFields("name", "price", "preemptible")
        .isEqualTo(config.instanceTypes().get(0));
  }

  @Test
  @DisplayName("TYPE-1 tells what a container would run on, reserve included")
  void sizing() {
    DispatcherConfig config = config().instanceType(type("a", "1").build()).build();

    assertThat(config.sizing(spec(3_000 * MIB)).fits()).isTrue();
    // 4,096 MiB advertised are 3,891 MiB of guest, less 550 MiB of reserve: 3,341 MiB.
    assertThat(config.sizing(spec(3_341 * MIB)).fits()).isTrue();
    assertThat(config.sizing(spec(3_342 * MIB)).fits()).isFalse();
  }

  private static ContainerSpec spec(long ram) {
    return ContainerSpec.builder("c", Needs.of(1, ram), RunSpec.of("true")).build();
  }
}
