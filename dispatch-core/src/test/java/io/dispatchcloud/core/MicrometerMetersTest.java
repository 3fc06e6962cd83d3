package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Meters in a registry of Micrometer")
class MicrometerMetersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerMeters meters = new MicrometerMeters(registry);

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "MET all series of a fixed label set exist from the start, with unit and description")
  void fromTheStart(Metric metric) {
    List<Meter> found =
        registry.getMeters().stream()
            .filter(meter -> meter.getId().getName().equals("dispatch." + metric.series()))
            .toList();

    assertThat(found).hasSameSizeAs(metric.seeds()).isNotEmpty();
    assertThat(found.stream().map(MicrometerMetersTest::tags))
        .containsExactlyInAnyOrderElementsOf(metric.seeds());
    assertThat(found)
        .allSatisfy(
            meter -> {
              assertThat(meter.getId().getDescription()).isEqualTo(metric.description());
              assertThat(String.valueOf(meter.getId().getBaseUnit()))
                  .isEqualTo(metric.unit().isEmpty() ? "null" : metric.unit());
              assertThat(meter.measure())
                  .allSatisfy(measurement -> assertThat(measurement.getValue()).isZero());
            });
  }

  private static Map<String, String> tags(Meter meter) {
    Map<String, String> tags = new TreeMap<>();
    meter.getId().getTags().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  @Test
  @DisplayName("MET the catalogue has the names of section 11")
  void names() {
    assertThat(List.of(Metric.values()).stream().map(Metric::series))
        .contains(
            "containers.running",
            "containers.allocated.not.started",
            "containers.not.allocated.over.quota",
            "containers.longest.wait",
            "queue.entries",
            "instances",
            "instances.price",
            "vcpus",
            "memory",
            "probe.age.max",
            "probe.age.median",
            "max.concurrent.containers",
            "at.quota",
            "last.503.time",
            "driver.operations",
            "boot.outcomes",
            "instances.disappeared",
            "instances.time.to.ssh",
            "instances.time.to.ready",
            "instances.time.to.gone",
            "containers.time.to.start",
            "instances.run.probe",
            "scheduler.pass",
            "instances.cost",
            "containers.cost")
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9]+(\\.[a-z0-9]+)*"));
  }

  @Test
  @DisplayName("MET tags have the values of the catalogue and no others, names of types aside")
  void tagValues() {
    assertThat(Metric.INSTANCES.tagged("idle", "small"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("category", "idle", "instance.type", "small"));
    assertThatThrownBy(() -> Metric.INSTANCES.tagged("lazy", "small"))
        .hasMessageContaining("category: 'lazy'; expected one of [inuse, hold");
    assertThatThrownBy(() -> Metric.INSTANCES.tagged("idle"))
        .hasMessageContaining("1 values; expected [CATEGORY, INSTANCE_TYPE]");
  }

  @Test
  @DisplayName("counters add, timers take seconds, gauges keep the last value")
  void values() {
    Metric.BOOT_OUTCOMES.count(meters, 2, "success");
    Metric.BOOT_OUTCOMES.count(meters, 1, "success");
    Metric.SCHEDULER_PASS.time(meters, Duration.ofMillis(1_500));
    Metric.SCHEDULER_PASS.time(meters, Duration.ofMillis(-1));
    meters.gauge("at.quota", Map.of(), 1);
    meters.gauge("at.quota", Map.of(), 0.5);
    System.gc();

    assertThat(registry.get("dispatch.boot.outcomes").tag("outcome", "success").counter().count())
        .isEqualTo(3);
    assertThat(registry.get("dispatch.scheduler.pass").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(1.5);
    assertThat(registry.get("dispatch.scheduler.pass").timer().count()).isEqualTo(2);
    assertThat(registry.get("dispatch.at.quota").gauge().value()).isEqualTo(0.5);
  }

  @Test
  @DisplayName("what drivers and stores count of their own is there, too")
  void unlisted() {
    meters.time("store.requests", Map.of("call", "lock"), Duration.ofSeconds(1));

    assertThat(registry.get("dispatch.store.requests").tag("call", "lock").timer().count())
        .isEqualTo(1);
  }

  @Test
  @DisplayName("new meters in the same registry take the gauges over, and counters go on")
  void again() {
    meters.gauge("at.quota", Map.of(), 1);
    Metric.BOOT_OUTCOMES.count(meters, 1, "failure");
    MicrometerMeters next = new MicrometerMeters(registry);

    assertThat(registry.get("dispatch.at.quota").gauge().value()).isZero();
    next.gauge("at.quota", Map.of(), 0.25);
    Metric.BOOT_OUTCOMES.count(next, 1, "failure");
    assertThat(registry.get("dispatch.at.quota").gauge().value()).isEqualTo(0.25);
    assertThat(registry.get("dispatch.boot.outcomes").tag("outcome", "failure").counter().count())
        .isEqualTo(2);
  }

  @Test
  @DisplayName("two dispatchers in one registry are told apart by common tags")
  void commonTags() {
    MeterRegistry shared = new SimpleMeterRegistry();
    MicrometerMeters one = new MicrometerMeters(shared, Map.of("set", "one"));
    MicrometerMeters other = new MicrometerMeters(shared, Map.of("set", "other"));
    one.gauge("at.quota", Map.of(), 1);
    other.gauge("at.quota", Map.of(), 0);

    assertThat(shared.get("dispatch.at.quota").tag("set", "one").gauge().value()).isEqualTo(1);
    assertThat(shared.get("dispatch.at.quota").tag("set", "other").gauge().value()).isZero();
  }

  @Test
  @DisplayName("a registry that refuses a series stops nothing")
  void refused() {
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                if (id.getName().contains("refused")) {
                  throw new IllegalArgumentException("not that one");
                }
                return id;
              }
            });
    meters.count("refused.count", Map.of(), 1);
    meters.time("refused.time", Map.of(), Duration.ZERO);
    meters.gauge("refused.gauge", Map.of(), 1);
    meters.gauge("at.quota", Map.of(), 1);

    assertThat(registry.get("dispatch.at.quota").gauge().value()).isEqualTo(1);
    assertThat(registry.getMeters())
        .noneMatch(meter -> meter.getId().getName().contains("refused"));
  }
}
