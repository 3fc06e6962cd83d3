package io.dispatchcloud.server.run;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherException;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.show.Row;
import io.dispatchcloud.server.show.Tally;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
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

/** The dispatcher itself, with the job's containers in a store of its own. */
final class CoreEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(CoreEngine.class);

  // Drivers say it in words alone.
  private static final Pattern IN_USE = Pattern.compile("is open in (another|this) process");

  private final List<ContainerId> order;
  private final InMemoryController controller;
  private final Dispatcher dispatcher;
  private final @Nullable Leftovers leftovers;
  private final Map<String, BigDecimal> costs = new ConcurrentHashMap<>();
  private final Map<String, String> outputLost = new ConcurrentHashMap<>();
  private final Set<String> instances = ConcurrentHashMap.newKeySet();

  /** Makes it and hands it the containers; starts nothing. */
  CoreEngine(JobFile job, ContainerOutputs outputs, InstantSource clock) {
    leftovers = job.ownsItsInstanceSet() ? new Leftovers() : null;
    order = job.containers().stream().map(ContainerSpec::id).toList();
    AttemptLimits limits =
        new AttemptLimits(
            job.config().get(Settings.MAX_DISPATCH_ATTEMPTS).intValue(),
            job.config().get(Settings.MAX_RETRY_ATTEMPTS).intValue());
    controller = new InMemoryController(clock, limits);
    job.containers().forEach(controller::submit);
    dispatcher =
        Dispatcher.builder(job.config())
            .driver(job.driver(), job.driverParameters())
            .controller(
                KeepingController.of(
                    controller, (attempt, result) -> keep(outputs, attempt, result)))
            .outputs(outputs)
            .listener(this::onEvent)
            .build();
  }

  private void keep(ContainerOutputs outputs, Attempt attempt, RunResult result) {
    try {
      outputs.keep(attempt, result);
    } catch (IOException e) {
      LOG.debug("the output of {} is not whole", attempt, e);
      outputLost.putIfAbsent(attempt.container().value(), String.valueOf(e.getMessage()));
    }
  }

  private void onEvent(DispatchEvent event) {
    BigDecimal cost = event.cost();
    if (event.kind() == DispatchEvent.Kind.CONTAINER_EXITED && cost != null) {
      costs.merge(event.container(), cost, BigDecimal::add);
    }
    if (event.kind() == DispatchEvent.Kind.CONTAINER_OUTPUT_LOST) {
      outputLost.put(event.container(), event.detail());
    }
    if (event.kind() == DispatchEvent.Kind.INSTANCE_CREATED) {
      instances.add(event.instance());
    }
  }

  @Override
  public void start() throws EngineException, InterruptedException {
    try {
      dispatcher.start();
    } catch (DispatcherException e) {
      LOG.debug("the dispatcher could not start", e);
      throw new EngineException(
          String.valueOf(e.getMessage()), IN_USE.matcher(String.valueOf(e.getMessage())).find());
    }
  }

  @Override
  public boolean awaitEnd(Duration atMost) throws EngineException, InterruptedException {
    boolean ended = controller.awaitFinished(atMost);
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
    int queued = 0;
    int running = 0;
    int done = 0;
    int failed = 0;
    for (Container container : controller.containers()) {
      switch (container.state()) {
        case QUEUED, LOCKED -> queued++;
        case RUNNING -> running++;
        case COMPLETE, CANCELLED -> {
          if (succeeded(container)) {
            done++;
          } else {
            failed++;
          }
        }
      }
    }
    return new Tally(queued, running, done, failed, states, cost(), elapsed);
  }

  private boolean succeeded(Container container) {
    RunResult result = container.result();
    return result != null
        && result.exitStatus() == 0
        && !outputLost.containsKey(container.id().value());
  }

  @Override
  public List<Row> rows() {
    return order.stream().flatMap(id -> controller.find(id).stream()).map(this::row).toList();
  }

  private Row row(Container container) {
    RunResult result = container.result();
    InstanceId instance = container.instance();
    return new Row(
        container.id().value(),
        instance == null ? "" : instance.value(),
        result == null
            ? container.state().name().toLowerCase(Locale.ROOT)
            : Integer.toString(result.exitStatus()),
        succeeded(container),
        container.state().isFinal() && !succeeded(container),
        waited(container),
        result == null ? null : Duration.between(result.startedAt(), result.finishedAt()),
        costs.getOrDefault(container.id().value(), BigDecimal.ZERO),
        reason(container));
  }

  private String reason(Container container) {
    String lost = outputLost.get(container.id().value());
    return lost == null ? container.error() : "output could not be stored: " + lost;
  }

  private static @Nullable Duration waited(Container container) {
    return container.startedAt() == null
        ? null
        : Duration.between(container.createdAt(), container.startedAt());
  }

  @Override
  public void cancelAll(String reason) {
    for (Container container : controller.containers()) {
      if (!container.state().isFinal()) {
        try {
          controller.cancel(container.id(), reason);
        } catch (ConflictException e) {
          LOG.debug("{} ended by itself just now", container.id());
        }
      }
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
    dispatcher.close();
    controller.close();
  }
}
