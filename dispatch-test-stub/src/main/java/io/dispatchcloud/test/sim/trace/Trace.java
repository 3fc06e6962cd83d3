package io.dispatchcloud.test.sim.trace;

import io.dispatchcloud.test.sim.SimulatedContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What somebody recorded of a cluster, as a workload.
 *
 * @param containers the containers in the order in which they came; the first comes at once
 * @param leftOut how many records were passed over, because the trace does not tell enough of them
 *     or the rules leave them out
 * @param header what the trace says of itself, by name; empty for a trace that says nothing
 */
public record Trace(List<SimulatedContainer> containers, int leftOut, Map<String, String> header) {
  private static final String SWF = ".swf";
  private static final String CSV = ".csv";

  public Trace {
    containers = List.copyOf(containers);
    header = Map.copyOf(header);
  }

  /**
   * Reads a trace, in the format that its name's ending says: {@code .swf} for the {@link
   * StandardWorkloadFormat}, {@code .csv} for an {@link OpenbTrace}.
   *
   * @param file the trace
   * @param rules what to make of it
   * @return the workload
   * @throws IOException if the file can't be read
   * @throws TraceException if it is not what its name says; the first thing that is wrong
   */
  public static Trace read(Path file, TraceRules rules) throws IOException, TraceException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(SWF)) {
      return StandardWorkloadFormat.read(file, rules);
    }
    if (name.endsWith(CSV)) {
      return OpenbTrace.read(file, rules);
    }
    throw TraceException.problem(
        file, 0, "a name that does not tell the format; expected one that ends with .swf or .csv");
  }
}
