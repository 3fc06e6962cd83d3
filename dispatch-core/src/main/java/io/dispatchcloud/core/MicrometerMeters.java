package io.dispatchcloud.core;

import io.dispatchcloud.api.meter.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopCounter;
import io.micrometer.core.instrument.noop.NoopTimer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters in a registry of Micrometer: what is counted is there under its name with the prefix
 * {@code dispatch.}. All of the dispatcher's own series whose tags are known before are there from
 * the start, with 0. A series stays once it is there; a gauge of something that is gone is 0.
 *
 * <p>Dispatchers that live one after the other share one of these. Those that live at the same time
 * in one registry need one each, with common tags that tell them apart. Who wants no metrics needs
 * no Micrometer: nothing but this class knows it. Thread-safe.
 */
// Whoever calls this has Micrometer's module, and must ask for it; nobody else has to have it.
@SuppressWarnings("exports")
public final class MicrometerMeters implements Meters {
  private static final Logger LOG = LoggerFactory.getLogger(MicrometerMeters.class);
  private static final String PREFIX = "dispatch.";

  private final MeterRegistry registry;
  private final Tags common;
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  // The registry alone would let go of the values.
  private final Map<Series, Level> gauges = new ConcurrentHashMap<>();

  private record Series(String name, Map<String, String> tags) {}

  /**
   * Meters for the only dispatcher of a registry.
   *
   * @param registry where the series are
   */
  public MicrometerMeters(MeterRegistry registry) {
    this(registry, Map.of());
  }

  /**
   * Meters for one of several dispatchers of a registry. Gauges of former meters with the same tags
   * are replaced.
   *
   * @param registry where the series are
   * @param commonTags what each series carries besides its own tags; the same keys for all
   *     dispatchers of the registry
   */
  public MicrometerMeters(MeterRegistry registry, Map<String, String> commonTags) {
    this.registry = registry;
    this.common = tags(commonTags);
    for (Metric metric : Metric.values()) {
      metric.seeds().forEach(tags -> begin(metric, tags));
    }
  }

  private static Tags tags(Map<String, String> tags) {
    return Tags.of(
        tags.entrySet().stream().map(each -> Tag.of(each.getKey(), each.getValue())).toList());
  }

  private void begin(Metric metric, Map<String, String> tags) {
    switch (metric.kind()) {
      case COUNTER -> count(metric.series(), tags, 0);
      case GAUGE -> gauge(metric.series(), tags, 0);
      case TIMER -> timer(new Series(metric.series(), tags));
    }
  }

  @Override
  public void count(String name, Map<String, String> tags, double amount) {
    counters
        .computeIfAbsent(
            new Series(name, tags),
            series -> make(series, Meter.Type.COUNTER, this::newCounter, NoopCounter::new))
        .increment(amount);
  }

  @Override
  public void time(String name, Map<String, String> tags, Duration duration) {
    timer(new Series(name, tags)).record(duration);
  }

  private Timer timer(Series series) {
    return timers.computeIfAbsent(
        series, made -> make(made, Meter.Type.TIMER, this::newTimer, NoopTimer::new));
  }

  @Override
  public void gauge(String name, Map<String, String> tags, double value) {
    gauges
        .computeIfAbsent(
            new Series(name, tags),
            series -> make(series, Meter.Type.GAUGE, this::newGauge, id -> new Level()))
        .set(value);
  }

  /** A registry that refuses a series must not stop the dispatcher: that series is not told. */
  private <T> T make(
      Series series,
      Meter.Type type,
      BiFunction<Meter.Id, @Nullable Metric, T> maker,
      Function<Meter.Id, T> nothing) {
    Metric metric = Metric.of(series.name()).orElse(null);
    String unit = metric == null || metric.unit().isEmpty() ? null : metric.unit();
    Meter.Id id =
        new Meter.Id(
            PREFIX + series.name(),
            common.and(tags(series.tags())),
            unit,
            metric == null ? null : metric.description(),
            type);
    try {
      return maker.apply(id, metric);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("series", id)
          .setCause(e)
          .log("The application's meter registry refuses a series; the dispatcher goes on");
      return nothing.apply(id);
    }
  }

  private Counter newCounter(Meter.Id id, @Nullable Metric metric) {
    return Counter.builder(id.getName())
        .tags(id.getTagsAsIterable())
        .baseUnit(id.getBaseUnit())
        .description(id.getDescription())
        .register(registry);
  }

  private Timer newTimer(Meter.Id id, @Nullable Metric metric) {
    List<Duration> buckets = metric == null ? List.of() : metric.buckets();
    return Timer.builder(id.getName())
        .tags(id.getTagsAsIterable())
        .description(id.getDescription())
        .serviceLevelObjectives(buckets.toArray(Duration[]::new))
        .register(registry);
  }

  /** How much there is of something now. */
  private static final class Level {
    private volatile double value;

    void set(double now) {
      value = now;
    }

    double get() {
      return value;
    }
  }

  private Level newGauge(Meter.Id id, @Nullable Metric metric) {
    // Else the registry would go on with the value of former meters.
    registry.removeByPreFilterId(id);
    Level value = new Level();
    Gauge.builder(id.getName(), value, Level::get)
        .tags(id.getTagsAsIterable())
        .baseUnit(id.getBaseUnit())
        .description(id.getDescription())
        .register(registry);
    return value;
  }
}
