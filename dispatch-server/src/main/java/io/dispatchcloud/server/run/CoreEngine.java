package io.dispatchcloud.server.run;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherException;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Management;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.events.EventLog;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.show.Row;
import io.dispatchcloud.server.show.Tally;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dispatcher itself, with the job's containers in the store of the run. */
final class CoreEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(CoreEngine.class);

  // Drivers say it in words alone.
  private static final Pattern IN_USE = Pattern.compile("is open in (another|this) process");

  private final List<ContainerId> order;
  private final JdbcController controller;
  private final Mirror mirror;
  private final Dispatcher dispatcher;
  private final EventLog.Recording recording;
  private final @Nullable Leftovers leftovers;
  private final Fates fates;
  private final Set<String> instances = ConcurrentHashMap.newKeySet();

  /** Makes it; starts nothing. */
  CoreEngine(
      JobFile job, ContainerOutputs outputs, RunStore store, Meters meters, EventLog events) {
    // What an earlier run left is what this one goes on with, if it does.
    leftovers = job.ownsItsInstanceSet() && !store.goesOn() ? new Leftovers() : null;
    order = job.containers().stream().map(ContainerSpec::id).toList();
    controller = store.controller();
    mirror = new Mirror(controller, order);
    fates = new Fates(mirror);
    CurrentOutputs current = new CurrentOutputs(outputs, mirror, fates);
    for (Container done : store.done()) {
      RunResult result = done.result();
      if (result != null) {
        current.keep(done.currentAttempt().orElseThrow(), result);
      }
    }
    dispatcher =
        Dispatcher.builder(job.config())
            .driver(job.driver(), job.driverParameters())
            .controller(KeepingController.of(controller, current::keep, mirror::called))
            .outputs(current)
            .meters(meters)
            .listener(this::onEvent)
            .build();
    recording = events.record(job.config().instanceSetId().value(), dispatcher);
  }

  /** The dispatcher, for those who show it. */
  Management management() {
    return dispatcher;
  }

  private void onEvent(DispatchEvent event) {
    if (event.kind() == DispatchEvent.Kind.CONTAINER_OUTPUT_LOST) {
      fates.outputLost(
          new Attempt(new ContainerId(event.container()), event.attempt()), event.detail());
    }
    if (event.kind() == DispatchEvent.Kind.INSTANCE_CREATED) {
      instances.add(event.instance());
    }
  }

  @Override
  public void start() throws EngineException, InterruptedException {
    try {
      refresh();
      dispatcher.start();
    } catch (DispatcherException e) {
      LOG.debug("the dispatcher could not start", e);
      throw new EngineException(
          String.valueOf(e.getMessage()), IN_USE.matcher(String.valueOf(e.getMessage())).find());
    }
  }

  private void refresh() throws EngineException {
    try {
      mirror.refresh();
    } catch (ControllerException e) {
      throw storeFailed(e);
    }
  }

  private static EngineException storeFailed(ControllerException e) {
    LOG.debug("the store of the run can't be used", e);
    return new EngineException("The store of the run can't be used: " + e.getMessage());
  }

  /** Whether every container has ended. */
  boolean allEnded() {
    return order.stream()
        .allMatch(id -> mirror.find(id).filter(each -> each.state().isFinal()).isPresent());
  }

  @Override
  public boolean awaitEnd(Duration atMost) throws EngineException, InterruptedException {
    boolean ended;
    try {
      ended = controller.awaitFinished(atMost);
      if (ended) {
        mirror.refreshUnfinished();
      } else {
        mirror.refresh();
      }
    } catch (ControllerException e) {
      throw storeFailed(e);
    }
    if (!ended) {
      requireActive();
      if (leftovers != null) {
        leftovers.destroy(dispatcher);
      }
    }
    return ended;
  }

  private void requireActive() throws EngineException {
    if (dispatcher.state() != DispatcherState.ACTIVE) {
      throw new EngineException(
          "The dispatcher ended by itself (" + dispatcher.state() + "); see the log");
    }
  }

  @Override
  public Tally tally(Duration elapsed) {
    Map<String, Integer> states = new TreeMap<>();
    for (WorkerView worker : dispatcher.snapshot().workers()) {
      String state =
          worker.id() == null ? "creating" : worker.state().name().toLowerCase(Locale.ROOT);
      states.merge(state, 1, Integer::sum);
    }
    return fates.tally(states, cost(), elapsed);
  }

  @Override
  public List<Row> rows() {
    return fates.rows(order);
  }

  @Override
  public void cancelAll(String reason) throws EngineException {
    refresh();
    for (Container container : mirror.all()) {
      if (!container.state().isFinal()) {
        cancel(container.id(), reason);
      }
    }
    refresh();
  }

  private void cancel(ContainerId id, String reason) throws EngineException {
    try {
      controller.cancel(id, reason);
    } catch (ConflictException e) {
      LOG.debug("{} ended by itself just now", id);
    } catch (ControllerException e) {
      throw storeFailed(e);
    } finally {
      mirror.called(new Object[] {id});
    }
  }

  @Override
  public boolean drain(Duration atMost) throws EngineException, InterruptedException {
    requireActive();
    try {
      return dispatcher.drain(atMost);
    } catch (IllegalStateException e) {
      requireActive();
      throw e;
    }
  }

  @Override
  public void killInstances(String reason) {
    for (WorkerView worker : dispatcher.snapshot().workers()) {
      if (worker.id() != null) {
        dispatcher.killInstance(worker.id(), reason);
      }
    }
  }

  @Override
  public List<String> instancesLeft() {
    return dispatcher.snapshot().workers().stream()
        .map(
            worker ->
                (worker.id() == null ? "one being created" : worker.id().value())
                    + " ("
                    + worker.state().name().toLowerCase(Locale.ROOT)
                    + ")")
        .toList();
  }

  @Override
  public int instancesUsed() {
    return instances.size();
  }

  @Override
  public BigDecimal cost() {
    return dispatcher.snapshot().cost();
  }

  @Override
  public void close() {
    recording.settle();
    dispatcher.close();
    recording.close();
  }
}
