package io.dispatchcloud.test.sim.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Traces of parallel machines in the Standard Workload Format, version 2, as the Parallel Workloads
 * Archive has them: lines of 18 numbers, -1 for what is unknown, and lines of comment that begin
 * with {@code ;}, those of the form {@code ; MaxProcs: 128} being the header.
 *
 * <p>A job becomes one container, called {@code job-} and its number:
 *
 * <ul>
 *   <li>vCPUs are the processors that it asked for, else those that it was given;
 *   <li>RAM is the memory for each processor that it asked for, else that it used, else what the
 *       {@link TraceRules#ramPerProcessor rules} say, times its processors;
 *   <li>it comes at its submit time, and runs for its run time, a second at the least;
 *   <li>status 1 (completed) or unknown ends with 0, failed and cancelled with 1.
 * </ul>
 *
 * <p>A job without a submit time or processors is left out, and so are the parts of jobs that were
 * swapped out (status 2 to 4), whose whole has a line of its own. Everything else of a job (users,
 * queues, think times) is not looked at.
 */
public final class StandardWorkloadFormat {
  private static final long BYTES_MAX = 4L << 30;
  private static final char COMMENT = ';';
  private static final Pattern HEADER =
      Pattern.compile(";\\s*([A-Za-z][A-Za-z0-9 ]{0,40}):\\s*(.{0,200}).*");
  private static final int HEADERS_MAX = 100;

  private StandardWorkloadFormat() {}

  /**
   * Reads a trace.
   *
   * @param file the trace, not compressed
   * @param rules what to make of it
   * @return the workload, and the header
   * @throws IOException if the file can't be read
   * @throws TraceException if it is no such trace; the first thing that is wrong
   */
  public static Trace read(Path file, TraceRules rules) throws IOException, TraceException {
    Workload workload = new Workload(rules);
    Map<String, String> header = new LinkedHashMap<>();
    try (TextLines lines = TextLines.open(file, BYTES_MAX)) {
      String line = lines.next();
      while (line != null) {
        String text = line.strip();
        if (!text.isEmpty() && text.charAt(0) == COMMENT) {
          addTo(header, text);
        } else if (!text.isEmpty()) {
          new JobLine(file, lines.number(), text, rules).addTo(workload);
        }
        line = lines.next();
      }
      if (lines.number() == 0) {
        throw TraceException.problem(file, 0, "empty; expected lines of 18 numbers");
      }
    }
    return workload.trace(header);
  }

  private static void addTo(Map<String, String> header, String comment) {
    Matcher matcher = HEADER.matcher(comment);
    if (header.size() < HEADERS_MAX && matcher.matches()) {
      header.putIfAbsent(
          matcher.group(1).strip(), TraceException.printable(matcher.group(2).strip()));
    }
  }
}
