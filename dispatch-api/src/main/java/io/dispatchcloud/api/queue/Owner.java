package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.cloud.InstanceSetId;
import java.util.Objects;

/**
 * In whose name something is changed: an instance set, and the fence of the dispatcher that is
 * active for it (QUEUE-7). Containers belong to the instance set, so that the next dispatcher goes
 * on with them; the fence keeps a former one out.
 *
 * @param instanceSetId the instance set
 * @param fence rises by at least 1 with each take-over; 1 or more
 */
public record Owner(InstanceSetId instanceSetId, long fence) {
  public Owner {
    Objects.requireNonNull(instanceSetId, "instanceSetId");
    if (fence < 1) {
      throw new IllegalArgumentException("fence: '" + fence + "'; expected 1 or more");
    }
  }

  @Override
  public String toString() {
    return instanceSetId + "@" + fence;
  }
}
