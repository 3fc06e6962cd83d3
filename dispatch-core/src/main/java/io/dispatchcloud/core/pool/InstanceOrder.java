package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.runner.ShellQuoting;

/**
 * One instance that is to be made: how it is asked for, and how it is known again (POOL-5, POOL-7).
 *
 * @param settings what of the configuration goes into it
 * @param type what size
 * @param behavior what is to become of it
 * @param secret by which it is known
 */
public record InstanceOrder(
    PoolSettings settings, InstanceType type, IdleBehavior behavior, String secret) {
  /**
   * What the driver is asked for.
   *
   * @param idempotencyToken the same for each repetition
   * @return the request
   */
  public CreateRequest request(String idempotencyToken) {
    // In a subshell, so that the umask ends with it (POOL-7).
    String init =
        "(umask 0177 && echo -n \"%s\" >%s)\n%s"
            .formatted(
                secret, ShellQuoting.quote(settings.host().secretFile()), settings.initCommand());
    return new CreateRequest(
        type,
        settings.image(),
        settings.tags().ofNew(type.name(), behavior, secret),
        init,
        settings.publicKey(),
        idempotencyToken);
  }

  /**
   * Whether an instance is the one that was made for this.
   *
   * @param instance as it was listed
   * @return true if it carries the secret
   */
  public boolean isFor(Instance instance) {
    return settings.tags().secret(instance.tags()).equals(secret);
  }

  /**
   * The instance as something to connect to, whose host key is always verified (SSH-3, SSH-4).
   *
   * @param instance as it was listed last
   * @return the target
   */
  public ExecutorTarget target(Instance instance) {
    return new VerifiedTarget(instance, InstanceSecret.parse(secret), settings.host());
  }

  @Override
  public String toString() {
    return "an order of " + type;
  }
}
