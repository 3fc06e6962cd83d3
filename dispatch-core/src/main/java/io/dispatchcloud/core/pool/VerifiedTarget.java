package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.core.runner.ShellQuoting;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance as a target whose host key can always be verified: where it has no way of its own,
 * the secret that its init command wrote is compared with its tag (SSH-4).
 */
final class VerifiedTarget implements ExecutorTarget {
  private final Instance instance;
  private final @Nullable InstanceSecret secret;
  private final HostProfile host;

  /**
   * A target.
   *
   * @param secret what it must show; null if it can't be right, whatever it shows
   */
  VerifiedTarget(Instance instance, @Nullable InstanceSecret secret, HostProfile host) {
    this.instance = instance;
    this.secret = secret;
    this.host = host;
  }

  @Override
  public Optional<String> address() {
    return instance.address();
  }

  @Override
  public String remoteUser() {
    return instance.remoteUser();
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
      throws ExecutorException, InterruptedException {
    HostKeyVerdict verdict = instance.verifyHostKey(key, connection);
    if (verdict != HostKeyVerdict.NOT_IMPLEMENTED) {
      return verdict;
    }
    CommandResult result = connection.run(Command.of(readSecret()));
    String shown = result.stdout().text().strip();
    if (!result.succeeded() || secret == null || !secret.is(shown)) {
      throw new ExecutorException(
          ExecutorException.Reason.HOST_KEY_REFUSED, "bad instance secret on " + instance.id());
    }
    return HostKeyVerdict.ACCEPTED;
  }

  private String readSecret() {
    String cat = "cat " + ShellQuoting.quote(host.secretFile());
    return host.sudo() && !instance.remoteUser().equals("root") ? "sudo -n " + cat : cat;
  }

  @Override
  public String toString() {
    return instance.id().toString();
  }
}
