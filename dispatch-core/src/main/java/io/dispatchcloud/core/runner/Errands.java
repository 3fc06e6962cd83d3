package io.dispatchcloud.core.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a listing tells the instance to look after while nobody asks.
 *
 * <p>When its lease runs out with nothing alive there, and no result of less than a day waiting,
 * the instance runs a command, once: so none outlives a dispatcher that vanished. And it asks the
 * provider whether that is going to take it away.
 *
 * @param lease within what time the dispatcher means to be back, in whole seconds; zero for no
 *     lease
 * @param leaseCommand what the instance runs then, a line for its shell; empty for no lease
 * @param hold whether the instance does nothing about it (HOLD)
 * @param noticeCommand what asks the provider, a line for the shell; empty for nothing
 */
public record Errands(Duration lease, String leaseCommand, boolean hold, String noticeCommand) {
  /** Nothing to look after. */
  public static final Errands NONE = new Errands(Duration.ZERO, "", false, "");

  public Errands {
    if (lease.isNegative() || !lease.equals(Duration.ofSeconds(lease.toSeconds()))) {
      throw new IllegalArgumentException(
          "lease: '" + lease + "'; expected whole seconds, or zero for none");
    }
    requireOneLine("lease command", leaseCommand);
    requireOneLine("notice command", noticeCommand);
  }

  private static void requireOneLine(String name, String command) {
    if (command.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(name + ": has a line break; expected one line");
    }
  }

  /** The words of the runner's command. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (!lease.isZero() && !leaseCommand.isEmpty()) {
      words.addAll(List.of("--lease", lease.toSeconds() + "s", "--lease-command", leaseCommand));
      if (hold) {
        words.add("--hold");
      }
    }
    if (!noticeCommand.isEmpty()) {
      words.addAll(List.of("--notice-command", noticeCommand));
    }
    return words;
  }
}
