package io.dispatchcloud.core;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.dispatchcloud.core.MetricTag.CATEGORY;
import static io.dispatchcloud.core.MetricTag.ERROR;
import static io.dispatchcloud.core.MetricTag.INSTANCE_TYPE;
import static io.dispatchcloud.core.MetricTag.OPERATION;
import static io.dispatchcloud.core.MetricTag.PROBE_OUTCOME;
import static io.dispatchcloud.core.MetricTag.REASON;
import static io.dispatchcloud.core.MetricTag.USE;

import com.google.common.collect.ImmutableList;
import io.dispatchcloud.api.meter.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that a dispatcher counts, times and tells the present value of (section 11): the
 * catalogue. Names are without the prefix that {@link MicrometerMeters} adds.
 */
public enum Metric {
  CONTAINERS_RUNNING(
      Kind.GAUGE, "containers.running", "", "Containers that run, as far as the store was told"),
  CONTAINERS_ALLOCATED_NOT_STARTED(
      Kind.GAUGE,
      "containers.allocated.not.started",
      "",
      "Containers that have a place, on an instance that is there or on its way, and do not run"
          + " yet"),
  CONTAINERS_NOT_ALLOCATED_OVER_QUOTA(
      Kind.GAUGE,
      "containers.not.allocated.over.quota",
      "",
      "Containers that wait for a place because there may be no more instances, or no more may run:"
          + " quota, maxInstances, budgetPerHour, or an overloaded store"),
  CONTAINERS_LONGEST_WAIT(
      Kind.GAUGE,
      "containers.longest.wait",
      "seconds",
      "The longest time that a container which may run waits to run, since it was submitted or"
          + " requeued; 0 if none waits"),
  CONTAINERS_WAITING(
      Kind.GAUGE,
      "containers.waiting",
      "",
      "Containers that do not run yet, by the status that the last pass gave them",
      REASON),
  QUEUE_ENTRIES(
      Kind.GAUGE,
      "queue.entries",
      "",
      "Containers that this dispatcher sees in the queue, by state and by the cheapest type that"
          + " fits; none where nothing does",
      MetricTag.CONTAINER_STATE,
      INSTANCE_TYPE),
  INSTANCES(
      Kind.GAUGE,
      "instances",
      "",
      "Instances, those being created included, by what they are used for and by type; none for one"
          + " whose type is not configured any more",
      CATEGORY,
      INSTANCE_TYPE),
  INSTANCES_PRICE(
      Kind.GAUGE,
      "instances.price",
      "",
      "What the instances cost an hour, in the currency of the types' prices",
      CATEGORY),
  VCPUS(Kind.GAUGE, "vcpus", "", "Virtual CPUs of the instances", CATEGORY),
  MEMORY(Kind.GAUGE, "memory", "bytes", "Memory of the instances", CATEGORY),
  PROBE_AGE_MAX(
      Kind.GAUGE,
      "probe.age.max",
      "seconds",
      "The longest time since a ready instance has answered a probe; 0 if none is ready"),
  PROBE_AGE_MEDIAN(
      Kind.GAUGE,
      "probe.age.median",
      "seconds",
      "The median time since ready instances have answered a probe; 0 if none is ready"),
  MAX_CONCURRENT_CONTAINERS(
      Kind.GAUGE,
      "max.concurrent.containers",
      "",
      "How many containers may run at a time, learnt from the store's overload; 0 for any number"),
  AT_QUOTA(
      Kind.GAUGE,
      "at.quota",
      "",
      "1 if there may be no more instances than there are, by the provider's quota or by"
          + " maxInstances; else 0"),
  LAST_503_TIME(
      Kind.GAUGE,
      "last.503.time",
      "seconds",
      "When the store last said that it has too much to do (HTTP 503), in seconds since 1970; 0 for"
          + " never"),
  BUDGET_PER_HOUR(
      Kind.GAUGE,
      "budget.per.hour",
      "",
      "What all instances together may cost an hour (budgetPerHour); 0 for any amount"),
  ACTIVE(Kind.GAUGE, "active", "", "1 while this dispatcher leads its instance set; else 0"),
  READY(
      Kind.GAUGE,
      "ready",
      "",
      "1 while this dispatcher leads and has read the queue and listed the instances lately; else"
          + " 0"),

  DRIVER_OPERATIONS(
      Kind.COUNTER,
      "driver.operations",
      "",
      "Calls to the provider; error says whether they failed",
      OPERATION,
      ERROR),
  BOOT_OUTCOMES(
      Kind.COUNTER,
      "boot.outcomes",
      "",
      "What became of the boots of instances that this process created: up; given up; shut down for"
          + " another reason; gone before they were up",
      MetricTag.BOOT_OUTCOME),
  INSTANCES_DISAPPEARED(
      Kind.COUNTER,
      "instances.disappeared",
      "",
      "Instances that are gone, by their last state; all but shutdown were lost",
      MetricTag.INSTANCE_STATE),
  INSTANCES_COST(
      Kind.COUNTER,
      "instances.cost",
      "",
      "What instances have cost, in the currency of the types' prices: while containers were on"
          + " them, before they were ready or if they never were, ready with nothing on them, being"
          + " destroyed",
      USE),
  CONTAINERS_COST(
      Kind.COUNTER,
      "containers.cost",
      "",
      "What of the cost of instances belongs to containers, in the currency of the types' prices"),
  BOOT_FAILURES_COST(
      Kind.COUNTER,
      "boot.failures.cost",
      "",
      "What of the cost of instances belongs to those that never came up, in the currency of the"
          + " types' prices"),

  DRIVER_OPERATIONS_DURATION(
      Buckets.CALL,
      "driver.operations.duration",
      "How long calls to the provider took",
      OPERATION,
      ERROR),
  INSTANCES_TIME_TO_SSH(
      Buckets.BOOT,
      "instances.time.to.ssh",
      "From the request for an instance until a command could be run there over SSH"),
  INSTANCES_TIME_TO_READY(
      Buckets.BOOT,
      "instances.time.to.ready",
      "From the request for an instance until it was ready for containers"),
  INSTANCES_TIME_TO_GONE(
      Buckets.BOOT,
      "instances.time.to.gone",
      "From the shutdown of an instance until listings prove that it is gone"),
  CONTAINERS_TIME_TO_START(
      Buckets.WAIT,
      "containers.time.to.start",
      "From when a container was submitted or requeued until it was started"),
  INSTANCES_RUN_PROBE(
      Buckets.CALL,
      "instances.run.probe",
      "How long it took to ask an instance what runs there, the first time with the boot probe and"
          + " the runner's deployment",
      PROBE_OUTCOME),
  SCHEDULER_PASS(
      Buckets.PASS,
      "scheduler.pass",
      "How long a pass of the scheduler kept the dispatcher's thread");

  /** What a series tells. */
  public enum Kind {
    /** How much there is now. */
    GAUGE,
    /** How much there has been since the start. */
    COUNTER,
    /** How often something happened, and how long it took. */
    TIMER
  }

  /** Durations that events are counted up to, so that percentiles can be told of any group. */
  private enum Buckets {
    PASS(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000),
    CALL(50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000),
    BOOT(5_000, 10_000, 20_000, 30_000, 45_000, 60_000, 90_000, 120_000, 180_000, 300_000, 600_000),
    WAIT(1_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000, 14_400_000);

    private final ImmutableList<Duration> ends;

    Buckets(long... millis) {
      ends = Arrays.stream(millis).mapToObj(Duration::ofMillis).collect(toImmutableList());
    }
  }

  private static final Map<String, Metric> BY_SERIES = new LinkedHashMap<>();

  static {
    for (Metric metric : values()) {
      BY_SERIES.put(metric.series, metric);
    }
  }

  private final Kind kind;
  private final String series;
  private final String unit;
  private final String description;
  private final ImmutableList<Duration> buckets;
  private final ImmutableList<MetricTag> tags;

  Metric(Kind kind, String series, String unit, String description, MetricTag... tags) {
    this.kind = kind;
    this.series = series;
    this.unit = unit;
    this.description = description;
    this.buckets = ImmutableList.of();
    this.tags = ImmutableList.copyOf(tags);
  }

  Metric(Buckets buckets, String series, String description, MetricTag... tags) {
    this.kind = Kind.TIMER;
    this.series = series;
    this.unit = "seconds";
    this.description = description;
    this.buckets = buckets.ends;
    this.tags = ImmutableList.copyOf(tags);
  }

  /**
   * Finds one by its name.
   *
   * @param series the name, without prefix
   * @return the metric; empty if it is not one of the dispatcher's own
   */
  public static Optional<Metric> of(String series) {
    return Optional.ofNullable(BY_SERIES.get(series));
  }

  /**
   * What it tells.
   *
   * @return its kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * What it is called.
   *
   * @return lower-case words with dots, without prefix
   */
  public String series() {
    return series;
  }

  /**
   * What it is measured in.
   *
   * @return {@code seconds}, {@code bytes}, or empty where it is a number or an amount of money
   */
  public String unit() {
    return unit;
  }

  /**
   * What it is, for people.
   *
   * @return a sentence without a full stop
   */
  public String description() {
    return description;
  }

  /**
   * Durations that a timer counts events up to.
   *
   * @return ascending; empty for what is no timer
   */
  public List<Duration> buckets() {
    return buckets;
  }

  /**
   * What tells its series apart.
   *
   * @return its tags, in the order of their values
   */
  public List<MetricTag> tags() {
    return tags;
  }

  /**
   * The series that exist from the start: all combinations of the values that are known before.
   *
   * @return the tags of each
   */
  public List<Map<String, String>> seeds() {
    List<Map<String, String>> seeds = List.of(Map.of());
    for (MetricTag tag : tags) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> seed : seeds) {
        for (String value : tag.known()) {
          Map<String, String> more = new TreeMap<>(seed);
          more.put(tag.key(), value);
          longer.add(more);
        }
      }
      seeds = longer;
    }
    return seeds;
  }

  /** The tags of one series. */
  Map<String, String> tagged(String... values) {
    if (values.length != tags.size()) {
      throw new IllegalArgumentException(
          series + ": " + values.length + " values; expected " + tags);
    }
    Map<String, String> tagged = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      tagged.put(tags.get(i).key(), tags.get(i).require(values[i]));
    }
    return tagged;
  }

  /**
   * Adds to a counter.
   *
   * @param meters where
   * @param amount how much; not negative
   * @param values of its tags, in their order
   * @throws IllegalArgumentException if the values are none of its tags': a bug
   */
  public void count(Meters meters, double amount, String... values) {
    if (meters != Meters.none()) {
      meters.count(series, tagged(values), amount);
    }
  }

  /**
   * Records how long something took.
   *
   * @param meters where
   * @param duration how long; what is negative counts as nothing
   * @param values of its tags, in their order
   * @throws IllegalArgumentException if the values are none of its tags': a bug
   */
  public void time(Meters meters, Duration duration, String... values) {
    if (meters != Meters.none()) {
      meters.time(series, tagged(values), duration.isNegative() ? Duration.ZERO : duration);
    }
  }
}
