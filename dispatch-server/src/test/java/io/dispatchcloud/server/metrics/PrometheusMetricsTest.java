package io.dispatchcloud.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.Metric;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics of the program")
class PrometheusMetricsTest {
  @Test
  @DisplayName(
      "are what dispatchers count, with the descriptions, in the form that Prometheus reads")
  void dispatchers() {
    try (PrometheusMetrics metrics = new PrometheusMetrics()) {
      Metric.BOOT_OUTCOMES.count(metrics.meters(), 2, "success");
      Metric.SCHEDULER_PASS.time(metrics.meters(), Duration.ofMillis(30));
      metrics.meters().gauge("instances", Map.of("category", "idle", "instance.type", "big"), 3);

      assertThat(metrics.scrape())
          .contains("dispatch_boot_outcomes_total{outcome=\"success\"} 2.0\n")
          .contains("# TYPE dispatch_boot_outcomes_total counter\n")
          .contains("# HELP dispatch_at_quota " + Metric.AT_QUOTA.description() + "\n")
          .contains("dispatch_instances{category=\"idle\",instance_type=\"big\"} 3.0\n")
          .contains("dispatch_scheduler_pass_seconds_bucket{le=\"0.05\"} 1\n")
          .contains("dispatch_scheduler_pass_seconds_bucket{le=\"0.02\"} 0\n")
          .contains("dispatch_scheduler_pass_seconds_sum 0.03\n");
    }
  }

  @Test
  @DisplayName("have memory, collections, threads, processor and files of the JVM")
  void jvm() {
    assertThat(Scrape.ofNew().series)
        .containsKeys(
            "jvm_memory_used_bytes",
            "jvm_gc_pause_seconds_count",
            "jvm_threads_live_threads",
            "process_cpu_usage",
            "process_files_open_files",
            "process_uptime_seconds",
            "jvm_info");
  }
}
