package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.GetZoneOperationRequest;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.WaitZoneOperationRequest;
import com.google.cloud.compute.v1.stub.HttpJsonZoneOperationsStub;
import com.google.cloud.compute.v1.stub.ZoneOperationsStub;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits for operations to end: what Compute Engine does begins with one, and its failure may come
 * long after the call was answered (GCE-5). The server does the waiting, two minutes at a time.
 * Thread-safe.
 */
final class Operations {
  /** The server answers after two minutes at the latest. */
  private static final Duration WAIT = Duration.ofSeconds(130);

  private static final Duration GET = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** So many in a row, of operations that can be asked for, are no accident. */
  private static final int MOST_FAILED_WAITS = 2;

  private final String project;
  private final RestClient client;
  private final ZoneOperationsStub ofZones;
  private final AtomicInteger failedWaits = new AtomicInteger();
  private volatile boolean canWait = true;

  Operations(String project, RestClient client) throws IOException {
    this.project = project;
    this.client = client;
    this.ofZones = HttpJsonZoneOperationsStub.create(client.context());
  }

  /**
   * Waits for an operation of a zone.
   *
   * @param what what it does, for people
   * @param zone the zone
   * @param first as it was last seen
   * @param deadline when to give up
   * @return false if it has not ended by then
   * @throws ApiException if it ended badly, or can't be asked for
   */
  boolean awaitZonal(String what, String zone, Operation first, Deadline deadline)
      throws ApiException {
    Operation operation = first;
    Duration pause = FIRST_PAUSE;
    // One without a name can't be asked for, so that it has to count as done.
    while (!isDone(operation) && !first.getName().isEmpty()) {
      if (deadline.isOver()) {
        return false;
      }
      try {
        operation = look(what, zone, first, deadline);
      } catch (ApiException e) {
        // The order was taken: that nobody can tell at the moment what became of it changes
        // nothing.
        if (!e.isTransient() || client.isClosed() || Thread.currentThread().isInterrupted()) {
          throw e.withOutcomeUnknown();
        }
      }
      if (!isDone(operation)) {
        client.pause(what, deadline.atMost(pause));
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
    Optional<Fault> fault = FaultReader.ofOperation(operation);
    if (fault.isPresent()) {
      throw new ApiException(
          what, fault.get(), FaultTable.find(fault.get()).orElse(Meaning.ORDINARY));
    }
    return true;
  }

  /** Lets some time go by until something is asked again; fails if the set is closed meanwhile. */
  void pause(String what, Duration time) throws ApiException {
    client.pause(what, time);
  }

  private static boolean isDone(Operation operation) {
    return operation.getStatus() == Operation.Status.DONE;
  }

  private Operation look(String what, String zone, Operation seen, Deadline deadline)
      throws ApiException {
    WaitZoneOperationRequest waiting =
        WaitZoneOperationRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setOperation(seen.getName())
            .build();
    GetZoneOperationRequest asking =
        GetZoneOperationRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setOperation(seen.getName())
            .build();
    return ask(
        () -> client.call(what, ofZones.waitCallable(), waiting, deadline.atMost(WAIT)),
        () -> client.call(what, ofZones.getCallable(), asking, deadline.atMost(GET)));
  }

  @FunctionalInterface
  private interface Ask {
    Operation now() throws ApiException;
  }

  /**
   * Emulators may know operations, but not how to wait for one, and say so in whatever way: then
   * they are asked again.
   */
  private Operation ask(Ask waiting, Ask asking) throws ApiException {
    if (!canWait) {
      return asking.now();
    }
    try {
      Operation seen = waiting.now();
      failedWaits.set(0);
      return seen;
    } catch (ApiException e) {
      if (e.meaning() == Meaning.RATE_LIMIT
          || client.isClosed()
          || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      Operation seen = asking.now();
      if (!e.isTransient() || failedWaits.incrementAndGet() >= MOST_FAILED_WAITS) {
        canWait = false;
      }
      return seen;
    }
  }
}
