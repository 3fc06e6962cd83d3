package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.api.meter.Meters;
import java.time.InstantSource;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The key that a host shows to those who connect, learned by logging in and going away before
 * anything is run: for an environment whose cloud does not tell it otherwise.
 */
public final class ShownHostKey {
  private static final int PORT = 22;

  private ShownHostKey() {}

  /**
   * Connects to a host, and refuses its key. Blocks, for a minute at most.
   *
   * @param target the host; its own opinion of the key is not asked for
   * @param privateKey a key that the host lets in
   * @return the key that was shown
   * @throws AssertionError if the host can't be reached, or lets the key not in
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static HostKey of(ExecutorTarget target, Secret privateKey) throws InterruptedException {
    AtomicReference<@Nullable HostKey> shown = new AtomicReference<>();
    ExecutorContext context =
        new ExecutorContext(
            privateKey,
            PORT,
            ExecutorContext.Limits.DEFAULT,
            ShownHostKey::thread,
            InstantSource.system(),
            Meters.none());
    ExecutorProvider provider =
        ServiceLoader.load(ExecutorProvider.class)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no executor can be found"));
    try (Executor executor = provider.open(context, new Listening(target, shown))) {
      executor.run(Command.of("true"));
    } catch (ExecutorException e) {
      if (e.reason() != ExecutorException.Reason.HOST_KEY_REFUSED) {
        throw new AssertionError(e);
      }
    }
    HostKey key = shown.get();
    if (key == null) {
      throw new AssertionError("no host key was shown");
    }
    return key;
  }

  private static Thread thread(Runnable work) {
    Thread thread = Executors.defaultThreadFactory().newThread(work);
    thread.setName("shown-host-key");
    thread.setDaemon(true);
    return thread;
  }

  private record Listening(ExecutorTarget target, AtomicReference<@Nullable HostKey> shown)
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
