package io.dispatchcloud.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.openjdk.jol.info.GraphLayout;

/**
 * What one more of something takes of the heap, by class. It is the difference between many and
 * half as many, so what all of them share does not count.
 *
 * @param bytesByClass bytes that one more takes, by class
 */
record Footprint(Map<String, Double> bytesByClass) {
  private static final double MENTIONED = 0.5;

  /**
   * What is measured.
   *
   * @param roots all that can be reached from these counts
   * @param others but for what can be reached from these
   */
  record Heap(List<?> roots, List<?> others) {}

  /** Measures objects of which there are many, reached from these roots. */
  static Footprint ofOneMore(int count, IntFunction<Object[]> roots) {
    return ofOneMoreIn(count, n -> new Heap(List.of(roots.apply(n)), List.of()));
  }

  /** Measures objects of which there are many, in this part of the heap. */
  static Footprint ofOneMoreIn(int count, IntFunction<Heap> heaps) {
    int half = Math.max(1, count / 2);
    Map<String, Double> bytes = new TreeMap<>();
    add(bytes, heaps.apply(2 * half), 1.0 / half);
    add(bytes, heaps.apply(half), -1.0 / half);
    return new Footprint(bytes);
  }

  private static void add(Map<String, Double> bytes, Heap heap, double factor) {
    // Whatever is reached from the others is reached from the roots, too: it cancels out.
    add(bytes, layout(Stream.concat(heap.roots.stream(), heap.others.stream())), factor);
    if (!heap.others.isEmpty()) {
      add(bytes, layout(heap.others.stream()), -factor);
    }
  }

  private static GraphLayout layout(Stream<?> roots) {
    return GraphLayout.parseInstance(roots.toArray());
  }

  private static void add(Map<String, Double> bytes, GraphLayout layout, double factor) {
    for (Class<?> type : layout.getClasses()) {
      bytes.merge(type.getName(), layout.getClassSizes().count(type) * factor, Double::sum);
    }
  }

  double bytes() {
    return bytesByClass.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Lines for people: the sum, and the classes that make it up, largest first. */
  String table(String what) {
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, "%8.1f bytes: one more %s%n", bytes(), what));
    bytesByClass.entrySet().stream()
        .filter(each -> Math.abs(each.getValue()) >= MENTIONED)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            each ->
                table.append(
                    String.format(Locale.ROOT, "%14.1f %s%n", each.getValue(), each.getKey())));
    return table.toString();
  }
}
