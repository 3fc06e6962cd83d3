package io.dispatchcloud.server.metrics;

import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.MicrometerMeters;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The metrics of this process: of its dispatchers, one after the other, and of its JVM. One of
 * these for the life of the program. Thread-safe.
 */
public final class PrometheusMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MicrometerMeters meters = new MicrometerMeters(registry);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Begins to measure the JVM; all series of the dispatcher are there, with 0. */
  public PrometheusMetrics() {
    collections.bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /**
   * Where dispatchers count.
   *
   * @return the same for all of them
   */
  public Meters meters() {
    return meters;
  }

  /**
   * Everything as it is now, for Prometheus to read.
   *
   * @return text of the type {@code text/plain; version=0.0.4; charset=utf-8}
   */
  public String scrape() {
    return registry.scrape();
  }

  /** Stops listening to the garbage collectors; nothing more can be counted. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
