package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;

/** An executor that connects to servers on this machine. */
record MappingExecutor(Executor executor, VmHosts hosts) implements Executor {
  @Override
  public void setTarget(ExecutorTarget target) {
    executor.setTarget(new MappedTarget(target, hosts));
  }

  @Override
  public CommandResult run(Command command) throws ExecutorException, InterruptedException {
    return executor.run(command);
  }

  @Override
  public void close() {
    executor.close();
  }
}
