package io.dispatchcloud.test.sim.trace;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which columns of a table say what of an instance type. */
record TypeColumns(String name, String memory, String price, boolean preemptible) {
  private static final String VCPUS = "vcpus";
  private static final String MEMORY_MIB = "memory_mib";
  private static final String MEMORY_GIB = "memory_gb";
  private static final String NVME = "local_nvme_gb";
  private static final String GPU_COUNT = "gpu_count";
  private static final String GPU_NAME = "gpu_name";
  private static final String GPU_MEMORY = "gpu_memory_mib";
  private static final long MIB = 1L << 20;
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal MEMORY_MAX = new BigDecimal("1000000000");
  private static final long GB = 1_000_000_000;
  private static final BigDecimal PRICE_MAX = new BigDecimal("1000000");
  private static final long MANY = 1_000_000;
  private static final String CUDA_DRIVER = "535.0";

  /** What the makers say of their devices: CUDA's compute capabilities. */
  private static final Map<String, String> CUDA =
      Map.ofEntries(
          Map.entry("k80", "3.7"),
          Map.entry("m60", "5.2"),
          Map.entry("p4", "6.1"),
          Map.entry("p100", "6.0"),
          Map.entry("v100", "7.0"),
          Map.entry("t4", "7.5"),
          Map.entry("t4g", "7.5"),
          Map.entry("a100", "8.0"),
          Map.entry("a10g", "8.6"),
          Map.entry("l4", "8.9"),
          Map.entry("l40s", "8.9"),
          Map.entry("h100", "9.0"),
          Map.entry("h200", "9.0"),
          Map.entry("b200", "10.0"),
          Map.entry("b300", "10.3"),
          Map.entry("rtx-pro-4500", "12.0"),
          Map.entry("rtx-pro-server-6000", "12.0"));

  private static final Map<String, String> ROCM = Map.of("radeon-pro-v520", "gfx1011");

  /** Finds them, or complains about what the table lacks. */
  static TypeColumns of(Table table, String name, boolean preemptible) throws TraceException {
    List<String> prices =
        preemptible
            ? List.of("spot_usd_per_hour", "est_spot_usd_per_hour")
            : List.of("on_demand_usd_per_hour", "price");
    String price = prices.stream().filter(table::has).findFirst().orElse(prices.get(0));
    String memory = table.has(MEMORY_GIB) ? MEMORY_GIB : MEMORY_MIB;
    table.require(List.of(name, VCPUS, memory, price));
    return new TypeColumns(name, memory, price, preemptible);
  }

  /** A row's type; empty if it has no price. */
  Optional<InstanceType> type(Row row) throws TraceException {
    String called = row.text(name);
    if (called.isEmpty() || called.length() > 128) {
      throw row.wrong(name, "a name of 1 to 128 characters");
    }
    if (row.text(price).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        InstanceType.builder(
                called,
                Math.toIntExact(row.count(VCPUS, 1, MANY)),
                ram(row),
                row.decimal(price, PRICE_MAX))
            .includedScratch(row.find(NVME, 0, MANY).orElse(0L) * GB)
            .preemptible(preemptible)
            .gpu(gpu(row))
            .build());
  }

  private long ram(Row row) throws TraceException {
    BigDecimal given = row.decimal(memory, MEMORY_MAX);
    BigDecimal unit = memory.equals(MEMORY_GIB) ? GIB : BigDecimal.valueOf(MIB);
    long bytes = given.multiply(unit).longValue();
    if (bytes < 1) {
      throw row.wrong(memory, "more than nothing");
    }
    return bytes;
  }

  /** A device of a kind that is not known here fits no container that asks for one. */
  private static GpuDevices gpu(Row row) throws TraceException {
    int count = Math.toIntExact(row.find(GPU_COUNT, 0, MANY).orElse(0L));
    if (count == 0) {
      return GpuDevices.NONE;
    }
    String kind = row.text(GPU_NAME);
    long vram = row.find(GPU_MEMORY, 0, MANY * MANY).orElse(0L) * MIB;
    return ROCM.containsKey(kind)
        ? new GpuDevices("rocm", "", ROCM.get(kind), count, vram)
        : new GpuDevices("cuda", CUDA_DRIVER, CUDA.getOrDefault(kind, ""), count, vram);
  }
}
