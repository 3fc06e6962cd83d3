package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.ContainerStatus;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Why each container of a queue is where it is, in the order of scheduling. Kept as numbers, and
 * made into objects when somebody asks. Immutable once the pass is over; thread-safe then.
 */
public final class Statuses {
  /** What a number stands for. */
  enum Why {
    PREPARING,
    RUNNING,
    FINISHED,
    ON_HOLD,
    SUPERVISOR_LIMIT,
    PREVIOUS_ATTEMPT_EXITING,
    WAITING_FOR_INSTANCE,
    AT_CAPACITY,
    BOOTS_FAILING,
    ACCOUNT_LIMIT,
    DISPATCHER_LIMIT,
    BUDGET_REACHED,
    DRAINING,
    NOTHING_FITS
  }

  private final QueueEntry[] entries;
  private final int[] order;
  private final @Nullable Shape[] shapes;
  private final Why[] whys;
  private final int[] figures;
  private final Types types;

  /**
   * Statuses that are not known yet.
   *
   * @param entries the queue, in any order
   * @param order their indexes, in the order of scheduling
   * @param shapes the shape of each
   * @param types what the figure of {@link Why#WAITING_FOR_INSTANCE} counts
   */
  Statuses(QueueEntry[] entries, int[] order, @Nullable Shape[] shapes, Types types) {
    this.entries = entries;
    this.order = order;
    this.shapes = shapes;
    this.types = types;
    this.whys = new Why[entries.length];
    this.figures = new int[entries.length];
  }

  void set(int position, Why why, int figure) {
    whys[position] = why;
    figures[position] = figure;
  }

  /**
   * How many containers there are.
   *
   * @return 0 or more
   */
  public int size() {
    return order.length;
  }

  /**
   * One of them.
   *
   * @param position its place in the order of scheduling, from 0
   * @return its entry in the queue
   */
  public QueueEntry entry(int position) {
    return entries[order[position]];
  }

  /**
   * Why that one is where it is.
   *
   * @param position its place in the order of scheduling, from 0
   * @return its status
   */
  public ContainerStatus status(int position) {
    QueueEntry entry = entry(position);
    int figure = figures[position];
    return switch (whys[position]) {
      case PREPARING -> new ContainerStatus.Preparing();
      case RUNNING -> new ContainerStatus.Running(instance(entry.container()));
      case FINISHED -> new ContainerStatus.Finished();
      case ON_HOLD -> new ContainerStatus.OnHold();
      case SUPERVISOR_LIMIT -> new ContainerStatus.SupervisorLimit(figure);
      case PREVIOUS_ATTEMPT_EXITING -> new ContainerStatus.PreviousAttemptExiting();
      case WAITING_FOR_INSTANCE -> types.get(figure).waiting;
      case AT_CAPACITY -> new ContainerStatus.AtCapacity(figure, shape(position).names());
      case BOOTS_FAILING -> new ContainerStatus.BootsFailing(shape(position).names());
      case ACCOUNT_LIMIT -> new ContainerStatus.AccountLimit(figure);
      case DISPATCHER_LIMIT -> new ContainerStatus.DispatcherLimit(figure);
      case BUDGET_REACHED -> new ContainerStatus.BudgetReached(figure);
      case DRAINING -> new ContainerStatus.Draining();
      case NOTHING_FITS -> new ContainerStatus.NothingFits(entry.sizing().error());
    };
  }

  /**
   * Finds one, by a look at all of them.
   *
   * @param id which container
   * @return its status; null if it is not in the queue
   */
  public @Nullable ContainerStatus get(ContainerId id) {
    for (int position = 0; position < order.length; position++) {
      if (entry(position).container().id().equals(id)) {
        return status(position);
      }
    }
    return null;
  }

  /**
   * Tells all of them.
   *
   * @param told called for each container in the order of scheduling
   */
  public void forEach(BiConsumer<ContainerId, ContainerStatus> told) {
    for (int position = 0; position < order.length; position++) {
      told.accept(entry(position).container().id(), status(position));
    }
  }

  private static String instance(Container container) {
    return container.instance() == null ? "" : container.instance().value();
  }

  private Shape shape(int position) {
    Shape shape = shapes[order[position]];
    if (shape == null) {
      throw new IllegalStateException("a container without a shape waits for instances");
    }
    return shape;
  }
}
