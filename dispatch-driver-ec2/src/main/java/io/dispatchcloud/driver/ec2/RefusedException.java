package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.config.Secret;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** EC2 refused a call: within the driver only, where somebody may know what to do about it. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int SERVER_ERROR = 500;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal, @Nullable Throwable cause) {
    super(refusal.text(), cause);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }

  /** Whether a failure is a refusal that EC2 would repeat, and no trouble of its own. */
  static boolean isPermanent(CloudException failure) {
    return failure.getCause() instanceof RefusedException refused
        && refused.refusal().status() < SERVER_ERROR;
  }

  /** The same, unless it repeats a secret of the request: then without that, and without cause. */
  RefusedException without(Collection<String> secrets) {
    String message = refusal.message();
    for (String secret : secrets) {
      message = message.replace(secret, Secret.MASK);
    }
    return message.equals(refusal.message())
        ? this
        : new RefusedException(
            new Refusal(refusal.code(), message, refusal.status(), refusal.requestId()), null);
  }
}
