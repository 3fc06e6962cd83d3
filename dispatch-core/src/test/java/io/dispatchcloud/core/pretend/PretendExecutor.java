package io.dispatchcloud.core.pretend;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;

/** Hands command lines to the pretend host behind an address. */
final class PretendExecutor implements Executor {
  private final PretendCloud cloud;
  private ExecutorTarget target;
  private boolean closed;

  PretendExecutor(PretendCloud cloud, ExecutorTarget target) {
    this.cloud = cloud;
    this.target = target;
  }

  @Override
  public void setTarget(ExecutorTarget newTarget) {
    target = newTarget;
  }

  @Override
  public CommandResult run(Command command) throws ExecutorException {
    if (closed) {
      throw new ExecutorException(ExecutorException.Reason.CLOSED, "closed");
    }
    PretendHost host = cloud.hosts.get(target.address().orElse(""));
    if (host == null || host.destroyed || host.cutOff || !host.hasBooted()) {
      cloud.unanswered++;
      throw new ExecutorException(ExecutorException.Reason.UNREACHABLE, "nobody answers");
    }
    if (host.refusesLogin) {
      throw new ExecutorException(ExecutorException.Reason.LOGIN_REFUSED, "login refused");
    }
    return host.run(
        command.line(), new String(command.stdin(), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    closed = true;
  }
}
