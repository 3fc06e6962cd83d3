package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Operation;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.InstanceSetId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates instances, in the first zone that has room (GCE-2, GCE-5). Name and request id follow
 * from the idempotency token, so that a repeated request finds what the first one made.
 * Thread-safe.
 */
final class InstanceCreator {
  /** Within what SET-2 allows, with some to spare for reading the last answer. */
  private static final Duration LIMIT = Duration.ofSeconds(280);

  private final ComputeApi api;
  private final NewInstance description;
  private final Ownership ownership;
  private final InstanceSetId setId;
  private final ZoneOrder zones;
  private final InstantSource clock;

  InstanceCreator(
      ComputeApi api,
      NewInstance description,
      Ownership ownership,
      InstanceSetId setId,
      ZoneOrder zones,
      InstantSource clock) {
    this.api = api;
    this.description = description;
    this.ownership = ownership;
    this.setId = setId;
    this.zones = zones;
    this.clock = clock;
  }

  /**
   * What was made, and where.
   *
   * @param zone the zone
   * @param instance as it was asked for, or found
   */
  record Made(String zone, Instance instance) {}

  /**
   * Creates one, and waits until Compute Engine has done so.
   *
   * @throws ApiException if no zone did; a full zone is told rather than one that lacks the type or
   *     refuses for another reason
   * @throws CloudException if the request is not possible
   */
  Made create(CreateRequest request) throws ApiException, CloudException {
    Deadline deadline = Deadline.in(clock, LIMIT);
    String token = request.idempotencyToken();
    ApiException worst = null;
    for (String zone : zones.of(token)) {
      zones.asked(token, zone);
      try {
        Made made = createIn(zone, request, deadline);
        zones.served(zone);
        return made;
      } catch (ApiException e) {
        ApiException masked = Masking.of(request).mask(e);
        if (!e.meaning().triesNextZone() && !(e.isRefusal() && e.meaning().isOrdinary())) {
          throw masked;
        }
        zones.refused(token, zone);
        worst = worse(worst, masked);
        if (!e.meaning().triesNextZone() || deadline.isOver()) {
          throw worst;
        }
      }
    }
    if (worst == null) {
      throw new AssertionError("a set has one zone or more");
    }
    throw worst;
  }

  private static ApiException worse(@Nullable ApiException before, ApiException now) {
    if (before == null || before.meaning() != Meaning.ZONE_FULL) {
      return now;
    }
    // That another zone refuses for a reason of its own does not make room in this one.
    return now.meaning().triesNextZone()
        ? before
        : before.withMessage(before.fault().message() + "; and then " + now.getMessage());
  }

  private Made createIn(String zone, CreateRequest request, Deadline deadline)
      throws ApiException, CloudException {
    UUID id =
        UUID.nameUUIDFromBytes(
            (setId + "\n" + request.idempotencyToken() + "\n" + zone)
                .getBytes(StandardCharsets.UTF_8));
    String name = "dispatch-" + id.toString().replace("-", "");
    Instance wanted = description.describe(request, zone, name);
    String what = "create " + name + " in " + zone;
    try {
      Operation operation = api.insert(zone, id.toString(), wanted, deadline);
      if (!api.operations().awaitZonal(what, zone, operation, deadline)) {
        throw ApiException.withoutAnswer(
            what, "the operation " + operation.getName() + " has not ended in time");
      }
    } catch (ApiException e) {
      if (e.meaning() == Meaning.EXISTS) {
        return existing(what, zone, name, deadline);
      }
      throw e.of(what, id.toString());
    }
    return new Made(zone, wanted);
  }

  /** The server forgot the request, but not what it made. */
  private Made existing(String what, String zone, String name, Deadline deadline)
      throws ApiException {
    Instance found;
    try {
      found = api.instance(zone, name, deadline);
    } catch (ApiException e) {
      throw e.withOutcomeUnknown();
    }
    if (!ownership.covers(found.getLabelsMap())) {
      throw ApiException.withoutAnswer(what, "the name is taken by somebody else's instance");
    }
    return new Made(zone, found);
  }
}
