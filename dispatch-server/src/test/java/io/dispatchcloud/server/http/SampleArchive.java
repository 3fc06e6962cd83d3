package io.dispatchcloud.server.http;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.AttemptOutcome;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A store with one container that the queue has no more. */
final class SampleArchive implements ContainerArchive {
  volatile boolean away;

  private void reach() throws ControllerException {
    if (away) {
      throw new ControllerException("the database is away");
    }
  }

  @Override
  public Optional<Container> find(ContainerId id) throws ControllerException {
    reach();
    return id.value().equals("old-1") ? Optional.of(Samples.complete("old-1")) : Optional.empty();
  }

  @Override
  public List<AttemptRecord> attempts(ContainerId id) throws ControllerException {
    reach();
    Container old = Samples.complete("old-1");
    return List.of(
        new AttemptRecord(
            new Attempt(id, 1),
            Samples.SHOP,
            false,
            AttemptOutcome.FINISHED,
            "",
            new InstanceId("i-1"),
            Samples.NOW,
            Samples.NOW,
            Samples.NOW,
            old.result(),
            new BigDecimal("1E-7")));
  }
}
