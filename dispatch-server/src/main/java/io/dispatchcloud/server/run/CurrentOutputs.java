package io.dispatchcloud.server.run;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.core.OutputStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a container's output is its newest attempt's: what a former one wrote, which may
 * come late, is let go of, and what is there in whole already is not fetched again. Thread-safe.
 */
final class CurrentOutputs implements OutputStore {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentOutputs.class);

  private final ContainerOutputs outputs;
  private final Mirror mirror;
  private final Fates fates;
  // The mirror is read now and then; an attempt whose output has begun to come is known at once.
  private final Map<ContainerId, Long> newest = new HashMap<>();

  CurrentOutputs(ContainerOutputs outputs, Mirror mirror, Fates fates) {
    this.outputs = outputs;
    this.mirror = mirror;
    this.fates = fates;
  }

  @Override
  public synchronized OutputStream open(Attempt attempt, Stream stream) throws IOException {
    if (isFormer(attempt)) {
      LOG.debug("{} of {} is let go of: there is a newer attempt", stream.word(), attempt);
      return OutputStream.nullOutputStream();
    }
    if (isKept(attempt)) {
      return OutputStream.nullOutputStream();
    }
    newest.put(attempt.container(), attempt.number());
    return outputs.open(attempt, stream);
  }

  /** The attempt has ended so: all that it wrote should be there. */
  synchronized void keep(Attempt attempt, RunResult result) {
    if (isFormer(attempt)) {
      return;
    }
    try {
      outputs.keep(attempt, result);
      fates.outputKept(attempt);
    } catch (IOException e) {
      LOG.debug("the output of {} is not whole", attempt, e);
      fates.outputLost(attempt, String.valueOf(e.getMessage()));
    }
  }

  private boolean isFormer(Attempt attempt) {
    return attempt.number() < newest.getOrDefault(attempt.container(), 0L)
        || mirror
            .find(attempt.container())
            .filter(each -> attempt.number() < each.attempt())
            .isPresent();
  }

  /** What an instance still has of a result that was recorded before a crash is there already. */
  private boolean isKept(Attempt attempt) {
    return mirror
        .find(attempt.container())
        .filter(each -> each.state() == ContainerState.COMPLETE)
        .filter(each -> each.attempt() == attempt.number())
        .filter(fates::hasOutput)
        .isPresent();
  }
}
