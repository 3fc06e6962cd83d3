package io.dispatchcloud.core.replay;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Types to choose from: examples/data/ec2_menu_us-east-1.csv, at their prices on demand or as
 * preemptible ones.
 *
 * @param types the types
 * @param interruptions how often an instance of a type is taken away, times an hour, by its name
 */
record Menu(List<InstanceType> types, Map<String, Double> interruptions) {
  private static final long MIB = 1L << 20;
  private static final double HOURS_A_MONTH = 720;
  private static final Map<String, String> CAPABILITY = Map.of("t4", "7.5", "l4", "8.9");

  /**
   * What part of the instances was taken away within a month, by the band that the table shows; the
   * last one has no upper end, and 30 % is taken for it.
   */
  private static final Map<String, Double> BANDS =
      Map.of("<5%", 0.025, "5-10%", 0.075, "10-15%", 0.125, "15-20%", 0.175, ">20%", 0.3);

  static Menu onDemand() {
    List<InstanceType> types = new ArrayList<>();
    for (Map<String, String> row : rows()) {
      types.add(type(row, "on_demand_usd_per_hour", false));
    }
    return new Menu(types, Map.of());
  }

  /** The same types as preemptible ones, taken away so many times as often as the table says. */
  static Menu preemptible(double times) {
    List<InstanceType> types = new ArrayList<>();
    Map<String, Double> interruptions = new LinkedHashMap<>();
    for (Map<String, String> row : rows()) {
      InstanceType type = type(row, "est_spot_usd_per_hour", true);
      double monthly = BANDS.get(row.get("interruption_range"));
      types.add(type);
      interruptions.put(type.name(), times * -Math.log1p(-monthly) / HOURS_A_MONTH);
    }
    return new Menu(types, interruptions);
  }

  private static List<Map<String, String>> rows() {
    return Csv.rows("ec2_menu_us-east-1.csv");
  }

  private static InstanceType type(Map<String, String> row, String price, boolean preemptible) {
    String gpu = row.get("gpu_name");
    InstanceType.Builder type =
        InstanceType.builder(
                row.get("instance_type"),
                Integer.parseInt(row.get("vcpus")),
                Long.parseLong(row.get("memory_mib")) * MIB,
                new BigDecimal(row.get(price)))
            .preemptible(preemptible);
    if (!gpu.isEmpty()) {
      int devices = Integer.parseInt(row.get("gpu_count"));
      type.gpu(new GpuDevices("cuda", "535.0", CAPABILITY.get(gpu), devices, 0));
    }
    return type.build();
  }

  boolean isPreemptible() {
    return !interruptions.isEmpty();
  }

  double interruptionsPerHour(InstanceType type) {
    return interruptions.getOrDefault(type.name(), 0.0);
  }
}
