package io.dispatchcloud.server.show;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a job is.
 *
 * @param queued containers that wait, locked ones included
 * @param running containers that run
 * @param done containers that ended with status 0
 * @param failed containers that ended otherwise
 * @param instances how many instances there are in each state; in the order to show them
 * @param cost what all instances cost so far
 * @param elapsed how long the job has been running
 */
public record Tally(
    int queued,
    int running,
    int done,
    int failed,
    Map<String, Integer> instances,
    BigDecimal cost,
    Duration elapsed) {
  public Tally {
    instances = Collections.unmodifiableMap(new LinkedHashMap<>(instances));
  }

  int total() {
    return queued + running + done + failed;
  }

  int ended() {
    return done + failed;
  }

  /** Whether people would want to know: something besides time and money differs. */
  boolean differsFrom(Tally other) {
    return queued != other.queued
        || running != other.running
        || done != other.done
        || failed != other.failed
        || !instances.equals(other.instances);
  }
}
