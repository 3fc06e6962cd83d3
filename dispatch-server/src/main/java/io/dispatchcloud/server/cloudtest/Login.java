package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.core.CloudTrial;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The way into an instance, wherever it is listed. */
final class Login implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);

  private final CloudTrial trial;
  private final CloudTrial.Order order;
  private final AtomicReference<@Nullable HostKey> hostKey = new AtomicReference<>();
  private final AtomicBoolean stranger = new AtomicBoolean();
  private final CloudTrial.HostKeyWatch watch =
      new CloudTrial.HostKeyWatch() {
        @Override
        public void accepted(HostKey key) {
          hostKey.set(key);
        }

        @Override
        public void refused(HostKey key) {
          stranger.set(true);
        }
      };
  private Instance instance;
  private Optional<String> connectedTo = Optional.empty();
  private @Nullable Executor executor;

  Login(CloudTrial trial, CloudTrial.Order order, Instance instance) {
    this.trial = trial;
    this.order = order;
    this.instance = instance;
  }

  Instance instance() {
    return instance;
  }

  /** The host key that proved to be the instance's own. */
  Optional<HostKey> hostKey() {
    return Optional.ofNullable(hostKey.get());
  }

  /** Whether certainly another machine than the instance answered. */
  boolean metAStranger() {
    return stranger.get();
  }

  /** Looks where it is now. A listing that fails changes nothing. */
  void lookAgain() {
    try {
      trial.instances().stream()
          .filter(listed -> listed.id().equals(instance.id()))
          .findFirst()
          .ifPresent(listed -> instance = listed);
    } catch (CloudException e) {
      // What was known of it still holds; that listings work was a step of its own.
      return;
    }
  }

  CommandResult run(String line) throws ExecutorException, InterruptedException {
    if (executor == null || !instance.address().equals(connectedTo)) {
      close();
      connectedTo = instance.address();
      executor = trial.connect(order, instance, watch);
    }
    return executor.run(Command.of(line).withTimeout(COMMAND_LIMIT));
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.close();
      executor = null;
    }
  }
}
