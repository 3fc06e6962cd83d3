package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.executor.ExecutorException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells refusals that waiting may end from those that it can't. An instance that boots may refuse
 * logins until its user and keys are set up, and may lack its secret until its init command ran;
 * both are a matter of a minute or so after its SSH server is there.
 */
final class Refusals {
  /** How long an instance may refuse after it first did. */
  static final Duration EARLY_BOOT = Duration.ofMinutes(2);

  private final Patience patience;
  private @Nullable Instant since;

  Refusals(Patience patience) {
    this.patience = patience;
  }

  /** Nothing was refused. */
  void end() {
    since = null;
  }

  /**
   * Adds what kept a command from being started.
   *
   * @throws StepFailedException if it will not change
   */
  void add(ExecutorException e, Login login) throws StepFailedException {
    switch (e.reason()) {
      case HOST_KEY_REFUSED, LOGIN_REFUSED -> refused(e, login);
      // Whatever answered before, it may boot again.
      default -> end();
    }
  }

  private void refused(ExecutorException e, Login login) throws StepFailedException {
    if (login.metAStranger()) {
      throw Advice.onConnect(e);
    }
    Instant now = patience.now();
    if (since == null) {
      since = now;
    }
    if (Duration.between(since, now).compareTo(EARLY_BOOT) >= 0) {
      throw Advice.onConnect(e);
    }
  }
}
