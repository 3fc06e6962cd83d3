package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import java.util.Locale;

/**
 * What was measured of some equal passes.
 *
 * @param containers how many waited
 * @param instances how many instances there were
 * @param series what the containers waited for
 * @param medianMs what a pass took
 * @param minMs what the fastest took
 * @param bytesAllocated what a pass allocated, on the average
 * @param starts how many containers it starts
 * @param creates how many instances it creates
 * @param locks how many containers it locks
 * @param startsFnv a hash of what it starts, and where, in order
 * @param createsFnv a hash of the types that it creates, in order
 */
public record PassFigures(
    int containers,
    int instances,
    Series series,
    double medianMs,
    double minMs,
    long bytesAllocated,
    int starts,
    int creates,
    int locks,
    String startsFnv,
    String createsFnv) {

  static String startsFnv(Plan plan) {
    Fnv fnv = new Fnv();
    for (Plan.Start start : plan.starts()) {
      fnv.add(start.instance().value() + " " + start.attempt().container().value() + "\n");
    }
    return fnv.hex();
  }

  static String createsFnv(Plan plan) {
    Fnv fnv = new Fnv();
    for (InstanceType type : plan.creates()) {
      fnv.add(type.name() + "\n");
    }
    return fnv.hex();
  }

  /**
   * As one line of JSON.
   *
   * @return the line, without an end of line
   */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"containers\":%d,\"instances\":%d,\"series\":\"%s\",\"medianMs\":%.3f,\"minMs\":%.3f,"
            + "\"bytesAllocated\":%d,\"starts\":%d,\"creates\":%d,\"locks\":%d,"
            + "\"startsFnv\":\"%s\",\"createsFnv\":\"%s\"}",
        containers,
        instances,
        series.word(),
        medianMs,
        minMs,
        bytesAllocated,
        starts,
        creates,
        locks,
        startsFnv,
        createsFnv);
  }
}
