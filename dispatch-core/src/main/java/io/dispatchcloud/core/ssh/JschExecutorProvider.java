package io.dispatchcloud.core.ssh;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;

/** The executors that come with the dispatcher: SSH by means of jsch. */
@AutoService(ExecutorProvider.class)
public final class JschExecutorProvider implements ExecutorProvider {
  /** Does nothing. */
  public JschExecutorProvider() {}

  @Override
  public String name() {
    return "jsch";
  }

  @Override
  public Executor open(ExecutorContext context, ExecutorTarget target) {
    byte[] key = PrivateKeys.checked(context.privateKey());
    return new JschExecutor(context, new Handshake(context, key), target);
  }
}
