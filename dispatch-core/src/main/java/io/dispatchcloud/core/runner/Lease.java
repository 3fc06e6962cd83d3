package io.dispatchcloud.core.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a listing tells the instance about the dispatcher's return. When a lease runs out with
 * nothing alive there, and no result of less than a day waiting, the instance runs the command,
 * once: so none outlives a dispatcher that vanished.
 *
 * @param time within what time the dispatcher means to be back, in whole seconds; zero ends the
 *     lease
 * @param command what the instance runs then, a line for its shell; empty for what it was told last
 * @param hold whether the instance does nothing about it (HOLD)
 */
record Lease(Duration time, String command, boolean hold) {
  /** No lease any more: the instance stays until it is destroyed. */
  public static final Lease ENDED = new Lease(Duration.ZERO, "", false);

  public Lease {
    if (time.isNegative() || !time.equals(Duration.ofSeconds(time.toSeconds()))) {
      throw new IllegalArgumentException(
          "lease: '" + time + "'; expected whole seconds, or zero for none");
    }
    if (command.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("lease command: has a line break; expected one line");
    }
  }

  /** The words of the runner's command. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of("--lease", time.toSeconds() + "s"));
    if (!command.isEmpty() && !time.isZero()) {
      words.addAll(List.of("--lease-command", command));
    }
    if (hold) {
      words.add("--hold");
    }
    return words;
  }
}
