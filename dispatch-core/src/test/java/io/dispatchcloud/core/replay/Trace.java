package io.dispatchcloud.core.replay;

import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Jobs in the order in which they came. The trace is examples/data/openb_pod_list_default.csv; a
 * pod's run time is from when it was scheduled to when it was deleted, and one that shares a GPU
 * takes a whole one here.
 */
record Trace(List<Job> jobs) {
  private static final long MIB = 1L << 20;

  /** Before that, the trace shows only the few pods that were there for months. */
  private static final long FIRST_SECOND = 116 * 86_400L;

  /** Code for this CUDA capability runs on all GPUs of the menu. */
  private static final List<String> CUDA = List.of("7.0");

  private static final String DRIVER = "450.0";

  /** All pods that ever ran, from the first busy day on. */
  static Trace openb() {
    List<Job> jobs = new ArrayList<>();
    for (Map<String, String> pod : Csv.rows("openb_pod_list_default.csv")) {
      long created = Long.parseLong(pod.get("creation_time")) - FIRST_SECOND;
      if (created >= 0 && !pod.get("scheduled_time").isEmpty()) {
        jobs.add(job(pod, created));
      }
    }
    return new Trace(jobs);
  }

  private static Job job(Map<String, String> pod, long created) {
    double ran =
        Double.parseDouble(pod.get("deletion_time"))
            - Double.parseDouble(pod.get("scheduled_time"));
    int vcpus = (Integer.parseInt(pod.get("cpu_milli")) + 999) / 1_000;
    int gpus = Integer.parseInt(pod.get("num_gpu"));
    Needs.Builder needs = Needs.builder(vcpus, Long.parseLong(pod.get("memory_mib")) * MIB);
    if (gpus > 0) {
      needs.gpu(new GpuNeeds("cuda", gpus, DRIVER, CUDA, 0));
    }
    return new Job(
        pod.get("name"),
        Duration.ofSeconds(created),
        needs.build(),
        Duration.ofSeconds(Math.max(1, (long) ran)));
  }

  Trace only(Predicate<Job> which) {
    return new Trace(jobs.stream().filter(which).toList());
  }

  Trace withoutGpus() {
    return only(job -> job.needs().gpu().deviceCount() == 0);
  }

  /** The first few; the first of them comes at once. */
  Trace first(int count) {
    List<Job> some = jobs.subList(0, Math.min(count, jobs.size()));
    Duration begin = some.get(0).submitted();
    return new Trace(
        some.stream()
            .map(job -> new Job(job.id(), job.submitted().minus(begin), job.needs(), job.runs()))
            .toList());
  }

  /** What ran longer than this ends then: a few ran for months. */
  Trace runningAtMost(Duration longest) {
    return new Trace(
        jobs.stream()
            .map(job -> new Job(job.id(), job.submitted(), job.needs(), min(job.runs(), longest)))
            .toList());
  }

  /** The same jobs, which all run equally long. */
  Trace running(Duration time) {
    return new Trace(
        jobs.stream().map(job -> new Job(job.id(), job.submitted(), job.needs(), time)).toList());
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** The same jobs, which come so much faster after one another. */
  Trace faster(int times) {
    return new Trace(
        jobs.stream()
            .map(
                job -> new Job(job.id(), job.submitted().dividedBy(times), job.needs(), job.runs()))
            .toList());
  }

  /** The same jobs, all there from the begin. */
  Trace atOnce() {
    return new Trace(
        jobs.stream()
            .map(job -> new Job(job.id(), Duration.ZERO, job.needs(), job.runs()))
            .toList());
  }
}
