package io.dispatchcloud.core;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.ContainerQueueProvider;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.QueueContext;
import io.dispatchcloud.core.loop.HandDrivenLoop;
import io.dispatchcloud.core.sizing.Sizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A whole dispatcher that has taken over a cloud with many instances, half a minute ago: all were
 * probed more than once, the next probe of each is due, and what they cost is booked.
 */
public final class WorkerFootprint {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  // Longer than the interval between probes.
  private static final Duration A_WHILE = Duration.ofSeconds(15);
  // Not the loop's: from the store and the queue, nothing of the dispatcher can be reached.
  private static final InstantSource STORE_CLOCK = InstantSource.fixed(BEGIN);

  private final HandDrivenLoop loop = new HandDrivenLoop(BEGIN, 1, Duration.ofMillis(1));
  private final InMemoryController controller =
      new InMemoryController(STORE_CLOCK, AttemptLimits.DEFAULT);
  private final IdleCloud cloud;
  private final SteppedDispatcher dispatcher;
  private @Nullable ContainerQueue queue;

  /**
   * Lets a dispatcher take over.
   *
   * @param count how many instances there are
   * @param running whether a container runs on each
   */
  public WorkerFootprint(int count, boolean running) {
    cloud = new IdleCloud(count, running);
    if (running) {
      fill(count);
    }
    dispatcher = dispatcher();
    dispatcher.start(failure -> failure.ifPresent(WorkerFootprint::fail));
    loop.advance(A_WHILE);
    dispatcher.costs();
    loop.advance(A_WHILE);
    check(count, running);
    // Its listeners: the store and what it tells are not to be one.
    controller.close();
  }

  private static void fail(Exception cause) {
    throw new IllegalStateException("the dispatcher did not start", cause);
  }

  /** Another dispatcher has been here before, and its containers still run. */
  private void fill(int count) {
    try {
      Owner owner = controller.acquire(IdleCloud.SET, "before").orElseThrow().owner();
      for (int number = 0; number < count; number++) {
        ContainerId id = IdleCloud.container(number);
        controller.submit(
            ContainerSpec.builder(id.value(), Needs.of(1, 1L << 29), RunSpec.of("true")).build());
        controller.lock(owner, id);
        Attempt attempt = new Attempt(id, 1);
        controller.recordStart(owner, attempt, IdleHost.id(number));
        controller.recordRunning(owner, attempt, IdleHost.id(number), BEGIN);
      }
      controller.release(owner);
    } catch (ConflictException | FencedException e) {
      throw new IllegalStateException("nobody else uses this store", e);
    }
  }

  private SteppedDispatcher dispatcher() {
    DispatcherConfig config =
        DispatcherConfig.builder(IdleCloud.SET.value())
            .set(Settings.TAG_KEY_PREFIX, IdleCloud.TAG_PREFIX)
            .set(Settings.DEPLOY_RUNNER, false)
            .set(Settings.MAX_PROBES_PER_SECOND, 0L)
            .set(Settings.TIMEOUT_IDLE, Duration.ofDays(1))
            .instanceType(IdleCloud.TYPE)
            .build();
    Sizer sizer = Engine.sizer(config);
    return new SteppedDispatcher(
        Dispatcher.builder(config)
            .driver(cloud, Map.of())
            .executors(cloud)
            .controller(controller)
            .queues(new Queues(context -> open(context, sizer)))
            .assemble(),
        new FreshTimes(loop));
  }

  private record Queues(Function<QueueContext, ContainerQueue> opener)
      implements ContainerQueueProvider {
    @Override
    public String name() {
      return "kept";
    }

    @Override
    public ContainerQueue open(QueueContext context) {
      return opener.apply(context);
    }
  }

  /** The usual queue, from which nothing else of the dispatcher can be reached. */
  private ContainerQueue open(QueueContext context, Sizer sizer) {
    ContainerQueue opened =
        ServiceLoader.load(ContainerQueueProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.name().equals("cached"))
            .findFirst()
            .orElseThrow()
            .open(
                new QueueContext(
                    controller,
                    context.owner(),
                    container -> sizer.size(container.needs(), container.preemptible()),
                    context.fetchTarget(),
                    STORE_CLOCK));
    queue = opened;
    return opened;
  }

  /** What is not as it should be would be measured all the same. */
  private void check(int count, boolean running) {
    DispatcherSnapshot snapshot = dispatcher.snapshot().orElseThrow();
    WorkerState expected = running ? WorkerState.RUNNING : WorkerState.IDLE;
    long fine =
        snapshot.workers().stream()
            .filter(worker -> worker.state() == expected && worker.cost().signum() > 0)
            .count();
    if (fine != count) {
      throw new IllegalStateException(fine + " workers are " + expected + "; expected " + count);
    }
  }

  /**
   * All that the dispatcher keeps, and what it only refers to.
   *
   * @return objects from which all of it can be reached
   */
  public List<Object> all() {
    return List.of(dispatcher, loop);
  }

  /**
   * What of it belongs to the containers: the store, and the queue's view of it.
   *
   * @return objects from which nothing of the rest can be reached
   */
  public List<Object> containers() {
    return queue == null ? List.of(controller) : List.of(controller, queue);
  }
}
