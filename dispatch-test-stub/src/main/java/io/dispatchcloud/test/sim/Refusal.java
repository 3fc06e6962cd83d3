package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;

/** Why a provider made no instance, or did not say that it did (SET-4). */
enum Refusal {
  /** Too many calls. */
  RATE_LIMIT,
  /** No more instances until some go away. */
  QUOTA,
  /** No room for one instance type. */
  TYPE,
  /** No room for a quota group. */
  GROUP,
  /** No room at all. */
  ALL,
  /** An ordinary error: who knows what became of it. */
  ERROR;

  static Refusal of(CloudException error) {
    if (error instanceof RateLimitException) {
      return RATE_LIMIT;
    } else if (error instanceof QuotaException) {
      return QUOTA;
    } else if (error instanceof CapacityException capacity) {
      return switch (capacity.scope()) {
        case INSTANCE_TYPE -> TYPE;
        case QUOTA_GROUP -> GROUP;
        case ALL -> ALL;
      };
    }
    return ERROR;
  }
}
