package io.dispatchcloud.test.sim.trace;

import io.dispatchcloud.api.cloud.InstanceType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Instance types from a provider's table of sizes and prices, such as those in {@code
 * examples/data}. Immutable.
 *
 * <p>Columns, by the first of these names that the table has:
 *
 * <ul>
 *   <li>{@code instance_type}, {@code machine_type} or {@code name};
 *   <li>{@code vcpus};
 *   <li>{@code memory_mib} or {@code memory_gb}, which is taken to mean GiB;
 *   <li>{@code on_demand_usd_per_hour} or {@code price}; for preemptible types {@code
 *       spot_usd_per_hour} or {@code est_spot_usd_per_hour}. A type without a price is left out;
 *   <li>{@code local_nvme_gb} (scratch space), {@code gpu_count}, {@code gpu_name}, {@code
 *       gpu_memory_mib}, where there are any.
 * </ul>
 */
public final class InstanceTypeTable {
  private static final long BYTES_MAX = 64L << 20;
  private static final int TYPES_MAX = 100_000;
  private static final List<String> NAMES = List.of("instance_type", "machine_type", "name");

  private final Path file;
  private final boolean preemptible;
  private final Map<String, String> where;

  private InstanceTypeTable(Path file, boolean preemptible, Map<String, String> where) {
    this.file = file;
    this.preemptible = preemptible;
    this.where = where;
  }

  /**
   * Names the table; reads nothing yet.
   *
   * @param file the table, with a line of column names
   * @return the table with all its rows, at prices on demand
   */
  public static InstanceTypeTable of(Path file) {
    return new InstanceTypeTable(file, false, Map.of());
  }

  /**
   * Whether the types are preemptible ones, at the prices of those.
   *
   * @param value true for spot instances
   * @return the changed copy
   */
  public InstanceTypeTable preemptible(boolean value) {
    return new InstanceTypeTable(file, value, where);
  }

  /**
   * Takes only rows with this value in a column, such as one region's.
   *
   * @param column the column's name
   * @param value what it must have
   * @return the changed copy
   */
  public InstanceTypeTable where(String column, String value) {
    Map<String, String> more = new LinkedHashMap<>(where);
    more.put(column, value);
    return new InstanceTypeTable(file, preemptible, more);
  }

  /**
   * Reads the table.
   *
   * @return the types, in the table's order; at least one
   * @throws IOException if the file can't be read
   * @throws TraceException if it is no such table, or no row is left; the first thing that is wrong
   */
  public List<InstanceType> read() throws IOException, TraceException {
    List<InstanceType> types = new ArrayList<>();
    try (Table table = Table.open(file, BYTES_MAX)) {
      table.require(where.keySet());
      String name = NAMES.stream().filter(table::has).findFirst().orElse(NAMES.get(0));
      TypeColumns columns = TypeColumns.of(table, name, preemptible);
      Set<String> names = new HashSet<>();
      Row row = table.next();
      while (row != null) {
        if (isAskedFor(row)) {
          if (!names.add(row.text(name))) {
            throw row.wrong(name, "each name once; choose rows by another column, such as region");
          }
          columns.type(row).ifPresent(types::add);
        }
        if (types.size() > TYPES_MAX) {
          throw TraceException.problem(
              file, row.line(), "too many types; expected at most " + TYPES_MAX);
        }
        row = table.next();
      }
    }
    if (types.isEmpty()) {
      throw TraceException.problem(file, 0, "no instance type; expected " + expected());
    }
    return types;
  }

  private boolean isAskedFor(Row row) {
    return where.entrySet().stream()
        .allMatch(wanted -> row.text(wanted.getKey()).equals(wanted.getValue()));
  }

  private String expected() {
    String rows =
        where.entrySet().stream()
            .map(wanted -> wanted.getKey() + "=" + wanted.getValue())
            .collect(Collectors.joining(" and "));
    return "rows with a price" + (rows.isEmpty() ? "" : " and with " + rows);
  }
}
