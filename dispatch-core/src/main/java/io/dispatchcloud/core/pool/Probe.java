package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.core.runner.Answers;
import io.dispatchcloud.core.runner.Errands;
import io.dispatchcloud.core.runner.RunnerClient;
import io.dispatchcloud.core.runner.RunnerListing;
import io.dispatchcloud.core.runner.RunnerProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * One look at a host: has it booted, is the runner there, what runs (POOL-12). Blocks; knows
 * nothing of the pool.
 *
 * @param booted whether it had booted before
 * @param deployed whether the runner was put there before
 * @param ask whether what runs there is to be asked for even while it boots
 * @param errands what the instance is told with each listing to look after
 */
record Probe(boolean booted, boolean deployed, boolean ask, Errands errands) {
  /**
   * What was seen.
   *
   * @param booted whether it has booted
   * @param deployed whether the runner is there
   * @param listing what runs there; null if that is not known
   * @param error what failed, for people; empty if nothing did
   * @param reason why nothing could be started there; null if something could
   */
  record Report(
      boolean booted,
      boolean deployed,
      @Nullable RunnerListing listing,
      String error,
      ExecutorException.@Nullable Reason reason) {}

  Report look(RunnerClient runner, String bootProbe) throws InterruptedException {
    boolean hasBooted = booted;
    boolean isDeployed = deployed;
    String bootError = "";
    try {
      if (!hasBooted) {
        CommandResult result = runner.run(bootProbe);
        hasBooted = result.succeeded();
        bootError = hasBooted ? "" : "boot probe: " + Answers.describe(result);
      }
      if (!hasBooted && !ask) {
        return new Report(false, isDeployed, null, bootError, null);
      }
      if (!isDeployed) {
        runner.deploy();
        isDeployed = true;
      }
      return new Report(hasBooted, true, runner.list(errands), bootError, null);
    } catch (ExecutorException e) {
      return new Report(hasBooted, isDeployed, null, text(e), e.reason());
    } catch (RunnerProtocolException e) {
      // The runner may have been swept away: look for it again before the next list.
      return new Report(hasBooted, false, null, "runner: " + text(e), null);
    }
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
