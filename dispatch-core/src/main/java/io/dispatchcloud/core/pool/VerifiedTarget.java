package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.core.runner.ShellQuoting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An instance as a target whose host key can always be verified: where it has no way of its own,
 * the secret that its init command wrote is compared with its tag (SSH-4).
 */
final class VerifiedTarget implements ExecutorTarget {
  private static final Pattern SECRET = Pattern.compile("[0-9a-f]{40}");

  private final Instance instance;
  private final String secret;
  private final String readSecret;

  VerifiedTarget(Instance instance, String secret, String secretFile, boolean sudo) {
    this.instance = instance;
    this.secret = secret;
    String cat = "cat " + ShellQuoting.quote(secretFile);
    this.readSecret = sudo && !instance.remoteUser().equals("root") ? "sudo -n " + cat : cat;
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
    CommandResult result = connection.run(Command.of(readSecret));
    String shown = result.stdout().text().strip();
    boolean right =
        result.succeeded()
            && SECRET.matcher(secret).matches()
            && MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    if (!right) {
      throw new ExecutorException(
          ExecutorException.Reason.HOST_KEY_REFUSED, "bad instance secret on " + instance.id());
    }
    return HostKeyVerdict.ACCEPTED;
  }

  @Override
  public String toString() {
    return instance.id().toString();
  }
}
