package io.dispatchcloud.core;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.StoredContainer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that {@link InMemoryController} has of one container. Whoever holds its lock may use it. */
final class InMemoryEntry {
  final RunSpec run;
  final long number;
  StoredContainer stored;

  /** How attempts ended by themselves, by their numbers. */
  final Map<Long, RunResult> results = new LinkedHashMap<>();

  /**
   * One that was just submitted.
   *
   * @param number its place in the order of submission
   */
  InMemoryEntry(ContainerSpec spec, long number, Instant now) {
    this.run = spec.run();
    this.number = number;
    this.stored = StoredContainer.queued(spec, now);
  }

  Container container() {
    return stored.container();
  }
}
