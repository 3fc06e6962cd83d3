package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Operations that end some time later, well or badly. Guarded by their project. */
final class FakeOperations {
  /** An operation: how often it must be looked at until it ends, and how it will. */
  static final class Pending {
    Operation operation;
    int looks;
    Optional<Errors> end = Optional.empty();
    Runnable undo = () -> {};
  }

  private final Map<String, Pending> operations = new HashMap<>();

  Pending begin(String type, String place, FakeFaults faults) {
    Pending pending = new Pending();
    pending.looks = faults.looksUntilDone();
    pending.operation =
        Operation.newBuilder()
            .setKind("compute#operation")
            .setName("operation-" + operations.size())
            .setOperationType(type)
            .setZone("https://www.googleapis.com/compute/v1/projects/p/zones/" + place)
            .setStatus(Operation.Status.PENDING)
            .build();
    operations.put(pending.operation.getName(), pending);
    return pending;
  }

  /** An operation as the call that begins it answers: some are done by then. */
  Operation answer(Pending pending) {
    return pending.looks == 0 ? look(pending) : pending.operation;
  }

  Operation find(String name) {
    Pending pending = operations.get(name);
    if (pending == null) {
      throw FakeError.notFound("operations/" + name);
    }
    return look(pending);
  }

  private static Operation look(Pending pending) {
    if (pending.operation.getStatus() == Operation.Status.DONE) {
      return pending.operation;
    }
    if (--pending.looks > 0) {
      return pending.operation;
    }
    Operation.Builder done = pending.operation.toBuilder().setStatus(Operation.Status.DONE);
    pending.end.ifPresent(
        error -> {
          done.setHttpErrorStatusCode(403).setHttpErrorMessage("FORBIDDEN");
          done.getErrorBuilder().addErrors(error);
          pending.undo.run();
        });
    pending.operation = done.build();
    return pending.operation;
  }
}
