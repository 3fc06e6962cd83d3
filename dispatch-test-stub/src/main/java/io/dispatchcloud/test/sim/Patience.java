package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.time.Duration;
import java.util.List;

/** How long a dispatcher may take for what it does in the end: its settings say so. */
final class Patience {
  // An answer may reach a host's end of the line and not the dispatcher's.
  private static final Duration DOUBT = Duration.ofMinutes(2);
  private static final Duration LEFTOVERS = Duration.ofHours(1);
  private static final int PROBES_IN_A_ROW = 3;

  /** What may come one after the other until an instance is let go. */
  private static final List<Parameter<Duration>> UNTIL_LET_GO =
      List.of(
          Settings.TIMEOUT_IDLE,
          Settings.TIMEOUT_BOOTING,
          Settings.TIMEOUT_TERM,
          Settings.TIMEOUT_SIGNAL,
          Settings.TIMEOUT_STALE_RUN_LOCK,
          Settings.TIMEOUT_SHUTDOWN,
          Settings.STALE_LOCK_TIMEOUT,
          Settings.GONE_AFTER);

  private final DispatcherConfig config;

  Patience(DispatcherConfig config) {
    this.config = config;
  }

  /**
   * How long an instance may be silent at least before it may be destroyed with all that runs there
   * (POOL-14). Always more than nothing, so that busy instances are watched whatever is set.
   */
  Duration silence() {
    Duration answers = longer(config.get(Settings.TIMEOUT_PROBE), probes(0));
    Duration booting = config.get(Settings.TIMEOUT_BOOTING);
    return certain(answers.compareTo(booting) < 0 ? answers : booting);
  }

  /** How long an instance may be silent at least before it counts as one that never came up. */
  Duration boot() {
    return certain(config.get(Settings.TIMEOUT_BOOTING));
  }

  private static Duration certain(Duration limit) {
    Duration half = limit.dividedBy(2);
    return limit.minus(half.compareTo(DOUBT) < 0 ? half : DOUBT);
  }

  /**
   * How long something may be left after the last work: an hour, and what the settings allow.
   *
   * @param instances how many there were when the work ended
   */
  Duration leftovers(int instances) {
    return LEFTOVERS.plus(settings(instances));
  }

  /** How long it may take until what is the case is known and acted on, apart from failures. */
  Duration settings(int instances) {
    Duration sum = longer(config.get(Settings.TIMEOUT_PROBE), probes(instances));
    for (Parameter<Duration> each : UNTIL_LET_GO) {
      sum = sum.plus(config.get(each));
    }
    Duration rounds = config.get(Settings.SYNC_INTERVAL).plus(config.get(Settings.POLL_INTERVAL));
    Duration calls = atRate(instances, config.get(Settings.MAX_CLOUD_OPS_PER_SECOND));
    return sum.plus(rounds.multipliedBy(PROBES_IN_A_ROW)).plus(probes(instances)).plus(calls);
  }

  /** So many probes of one instance in a row, where all instances are probed. */
  private Duration probes(int instances) {
    Duration round = atRate(instances, config.get(Settings.MAX_PROBES_PER_SECOND));
    return longer(config.get(Settings.PROBE_INTERVAL), round).multipliedBy(PROBES_IN_A_ROW);
  }

  private static Duration atRate(int instances, long perSecond) {
    return perSecond == 0 ? Duration.ZERO : Duration.ofSeconds(instances / perSecond);
  }

  private static Duration longer(Duration left, Duration right) {
    return left.compareTo(right) > 0 ? left : right;
  }
}
