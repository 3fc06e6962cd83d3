package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstancesSetLabelsRequest;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.Operation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Replaces the tags of instances (GCE-4). Those of one instance are set by one thread after the
 * other; against other processes a fingerprint guards them. Thread-safe.
 */
final class TagWriter {
  private static final Duration LIMIT = Duration.ofSeconds(280);

  /** More than there are calls at once, so that they rarely wait for each other. */
  private static final int LOCKS = 64;

  private final ComputeApi api;
  private final Ownership ownership;
  private final InstantSource clock;
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

  TagWriter(ComputeApi api, Ownership ownership, InstantSource clock) {
    this.api = api;
    this.ownership = ownership;
    this.clock = clock;
  }

  void write(String zone, String name, Map<String, String> tags) throws ApiException {
    ReentrantLock lock = locks[Math.floorMod(name.hashCode(), LOCKS)];
    Deadline deadline = Deadline.in(clock, LIMIT);
    lock(lock, name, deadline);
    try {
      try {
        writeOnce(zone, name, Tagging.of(tags), deadline);
      } catch (ApiException e) {
        if (e.meaning() != Meaning.CONFLICT) {
          throw e;
        }
        writeOnce(zone, name, Tagging.of(tags), deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void lock(ReentrantLock lock, String name, Deadline deadline) throws ApiException {
    String what = "set the tags of " + name;
    try {
      if (!lock.tryLock(deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
        throw ApiException.withoutAnswer(what, "earlier changes of tags have not ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.withoutAnswer(what, "interrupted while waiting for earlier changes");
    }
  }

  private void writeOnce(String zone, String name, Tagging tagging, Deadline deadline)
      throws ApiException {
    String what = "set the tags of " + name;
    Instance now = api.instance(zone, name, deadline);
    if (!ownership.covers(now.getLabelsMap())) {
      throw ApiException.withoutAnswer(what, "the instance is not of this set");
    }
    if (!Tagging.rest(now.getMetadata()).equals(tagging.rest())) {
      Metadata metadata = tagging.intoMetadata(now.getMetadata());
      await(what, zone, api.setMetadata(zone, name, metadata, deadline), deadline);
    }
    InstancesSetLabelsRequest labels =
        InstancesSetLabelsRequest.newBuilder()
            .setLabelFingerprint(now.getLabelFingerprint())
            .putAllLabels(labels(now, tagging))
            .build();
    await(what, zone, api.setLabels(zone, name, labels, deadline), deadline);
  }

  /** What is Google's, and what says whose it is, stays. */
  private Map<String, String> labels(Instance now, Tagging tagging) {
    Map<String, String> labels = new HashMap<>(tagging.labels());
    now.getLabelsMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(Tagging.GOOGLES)) {
                labels.put(key, value);
              }
            });
    labels.put(Ownership.LABEL, ownership.value());
    return labels;
  }

  private void await(String what, String zone, Operation operation, Deadline deadline)
      throws ApiException {
    if (!api.operations().awaitZonal(what, zone, operation, deadline)) {
      throw ApiException.withoutAnswer(
          what, "the operation " + operation.getName() + " has not ended in time");
    }
  }
}
