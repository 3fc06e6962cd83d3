package io.dispatchcloud.test.sim.trace;

import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a GPU cluster as the table {@code openb_pod_list_default.csv} of Alibaba has them.
 *
 * <p>Needed columns: {@code name}, {@code cpu_milli}, {@code memory_mib}, {@code num_gpu}, {@code
 * creation_time}, {@code deletion_time}, {@code scheduled_time}; others may be there. Times are in
 * seconds. Thousandths of a CPU become whole vCPUs, rounded up; a pod that shares a GPU takes a
 * whole one. It asks for CUDA devices of capability 7.0 or newer, whichever kinds the trace names.
 * A pod runs from when it was scheduled to when it was deleted, a second at the least; one that
 * never was scheduled has no run time. A pod of phase {@code Failed} ends with status 1, every
 * other with 0.
 */
public final class OpenbTrace {
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "cpu_milli",
          "memory_mib",
          "num_gpu",
          "creation_time",
          "deletion_time",
          "scheduled_time");
  private static final long BYTES_MAX = 4L << 30;
  private static final long MIB = 1L << 20;
  private static final int MILLI = 1_000;
  private static final long CPU_MAX = 1_000_000L * MILLI;
  private static final long MEMORY_MAX = 1L << 30;
  private static final long GPUS_MAX = 1_000;
  private static final long SECONDS_MAX = 100_000_000_000L;
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

  private OpenbTrace() {}

  /**
   * Reads a trace.
   *
   * @param file the table
   * @param rules what to make of it
   * @return the workload
   * @throws IOException if the file can't be read
   * @throws TraceException if it is no such table; the first thing that is wrong
   */
  public static Trace read(Path file, TraceRules rules) throws IOException, TraceException {
    Workload workload = new Workload(rules);
    try (Table table = Table.open(file, BYTES_MAX)) {
      table.require(COLUMNS);
      Row row = table.next();
      while (row != null) {
        add(row, workload);
        row = table.next();
      }
    }
    return workload.trace(Map.of());
  }

  private static void add(Row row, Workload workload) throws TraceException {
    String name = row.text("name");
    if (!name.matches(ID)) {
      throw row.wrong("name", "1 to 128 letters, digits, '.', '_' or '-'");
    }
    if (!workload.isNew(name)) {
      throw row.wrong("name", "each name once");
    }
    int exitStatus = row.text("pod_phase").equals("Failed") ? 1 : 0;
    long created = row.count("creation_time", 0, SECONDS_MAX);
    workload.add(name, created, needs(row), run(row), exitStatus);
  }

  private static Needs needs(Row row) throws TraceException {
    long cpu = row.count("cpu_milli", 0, CPU_MAX);
    long ram = row.count("memory_mib", 0, MEMORY_MAX) * MIB;
    int gpus = Math.toIntExact(row.count("num_gpu", 0, GPUS_MAX));
    Needs.Builder needs = Needs.builder(Math.toIntExact((cpu + MILLI - 1) / MILLI), ram);
    if (gpus > 0) {
      needs.gpu(new GpuNeeds("cuda", gpus, "450.0", List.of("7.0"), 0));
    }
    return needs.build();
  }

  private static @Nullable Duration run(Row row) throws TraceException {
    if (row.text("scheduled_time").isEmpty()) {
      return null;
    }
    long scheduled = row.count("scheduled_time", 0, SECONDS_MAX);
    long deleted = row.count("deletion_time", scheduled, SECONDS_MAX);
    if (deleted - scheduled > Workload.LONGEST) {
      throw row.wrong("deletion_time", "ten years after it was scheduled at the latest");
    }
    return Duration.ofSeconds(Math.max(1, deleted - scheduled));
  }
}
