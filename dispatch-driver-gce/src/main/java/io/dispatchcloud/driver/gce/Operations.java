package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.GetRegionOperationRequest;
import com.google.cloud.compute.v1.GetZoneOperationRequest;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.WaitRegionOperationRequest;
import com.google.cloud.compute.v1.WaitZoneOperationRequest;
import com.google.cloud.compute.v1.stub.HttpJsonRegionOperationsStub;
import com.google.cloud.compute.v1.stub.HttpJsonZoneOperationsStub;
import com.google.cloud.compute.v1.stub.RegionOperationsStub;
import com.google.cloud.compute.v1.stub.ZoneOperationsStub;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

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

  private final String project;
  private final RestClient client;
  private final ZoneOperationsStub ofZones;
  private final RegionOperationsStub ofRegions;
  private volatile boolean canWait = true;

  Operations(String project, RestClient client) throws IOException {
    this.project = project;
    this.client = client;
    this.ofZones = HttpJsonZoneOperationsStub.create(client.context());
    this.ofRegions = HttpJsonRegionOperationsStub.create(client.context());
  }

  /** Asks for an operation once. */
  @FunctionalInterface
  private interface Look {
    Operation at(Operation operation, Deadline deadline) throws ApiException;
  }

  /**
   * Waits for an operation of a zone.
   *
   * @param what what it does, for people
   * @param zone the zone
   * @param operation as it was last seen
   * @param deadline when to give up
   * @return false if it has not ended by then
   * @throws ApiException if it ended badly, or can't be asked for
   */
  boolean awaitZonal(String what, String zone, Operation operation, Deadline deadline)
      throws ApiException {
    return await(what, operation, deadline, (seen, until) -> zonal(what, zone, seen, until));
  }

  /** The same for an operation of a region. */
  boolean awaitRegional(String what, String region, Operation operation, Deadline deadline)
      throws ApiException {
    return await(what, operation, deadline, (seen, until) -> regional(what, region, seen, until));
  }

  private boolean await(String what, Operation first, Deadline deadline, Look look)
      throws ApiException {
    Operation operation = first;
    Duration pause = FIRST_PAUSE;
    // One without a name can't be asked for, so that it has to count as done.
    while (!isDone(operation) && !first.getName().isEmpty()) {
      if (deadline.isOver()) {
        return false;
      }
      try {
        operation = look.at(first, deadline);
      } catch (ApiException e) {
        // The order was taken: that nobody can tell at the moment what became of it changes
        // nothing.
        if (!e.isTransient() || client.isClosed() || Thread.currentThread().isInterrupted()) {
          throw e;
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

  private static boolean isDone(Operation operation) {
    return operation.getStatus() == Operation.Status.DONE;
  }

  private Operation zonal(String what, String zone, Operation seen, Deadline deadline)
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

  private Operation regional(String what, String region, Operation seen, Deadline deadline)
      throws ApiException {
    WaitRegionOperationRequest waiting =
        WaitRegionOperationRequest.newBuilder()
            .setProject(project)
            .setRegion(region)
            .setOperation(seen.getName())
            .build();
    GetRegionOperationRequest asking =
        GetRegionOperationRequest.newBuilder()
            .setProject(project)
            .setRegion(region)
            .setOperation(seen.getName())
            .build();
    return ask(
        () -> client.call(what, ofRegions.waitCallable(), waiting, deadline.atMost(WAIT)),
        () -> client.call(what, ofRegions.getCallable(), asking, deadline.atMost(GET)));
  }

  @FunctionalInterface
  private interface Ask {
    Operation now() throws ApiException;
  }

  /** Emulators may know operations, but not how to wait for one: then they are asked again. */
  private Operation ask(Ask waiting, Ask asking) throws ApiException {
    if (canWait) {
      try {
        return waiting.now();
      } catch (ApiException e) {
        if (e.meaning() != Meaning.GONE && e.meaning() != Meaning.NO_SUCH_METHOD) {
          throw e;
        }
      }
    }
    Operation seen = asking.now();
    canWait = false;
    return seen;
  }
}
