package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.ssh.JschExecutorProvider;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Learns a server's host key by logging in, and going away. */
final class ShownHostKey {
  private ShownHostKey() {}

  static HostKey of(ExecutorTarget target, Secret privateKey) throws InterruptedException {
    AtomicReference<HostKey> shown = new AtomicReference<>();
    ExecutorContext context =
        new ExecutorContext(
            privateKey,
            22,
            ExecutorContext.Limits.DEFAULT,
            ShownHostKey::thread,
            InstantSource.system(),
            Meters.none());
    try (Executor executor =
        new JschExecutorProvider().open(context, new Listening(target, shown))) {
      executor.run(Command.of("true"));
    } catch (ExecutorException e) {
      if (e.reason() != ExecutorException.Reason.HOST_KEY_REFUSED) {
        throw new AssertionError(e);
      }
    }
    return shown.get();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "shown-host-key");
    thread.setDaemon(true);
    return thread;
  }

  private record Listening(ExecutorTarget target, AtomicReference<HostKey> shown)
      implements ExecutorTarget {
    @Override
    public Optional<String> address() {
      return target.address();
    }

    @Override
    public String remoteUser() {
      return target.remoteUser();
    }

    @Override
    public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
      shown.set(key);
      return HostKeyVerdict.REFUSED;
    }
  }
}
