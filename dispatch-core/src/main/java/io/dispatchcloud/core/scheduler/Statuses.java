package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.scheduler.Ledger.Kind;
import java.math.BigDecimal;
import java.util.Arrays;
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
    BUDGET_SPENT,
    DRAINING,
    NOTHING_FITS
  }

  private static final int FEW = 1_024;
  private static final Why[] NONE = {};

  private final Ledger ledger;
  private final Types.Known[] types;
  private final Shape[] shapes;
  private final BigDecimal budgetPerContainer;
  // Of the first one that there is something to decide about, and those that follow.
  private final int begin;
  private Why[] whys = NONE;
  private int[] figures = {};
  private @Nullable Tail tail;
  private @Nullable Stand stand;
  private @Nullable Places places;

  /**
   * Statuses that are not known yet.
   *
   * @param ledger the queue in its order
   * @param types what the figure of {@link Why#WAITING_FOR_INSTANCE} counts
   * @param shapes the shapes of those that wait
   * @param budgetPerContainer what a container may cost
   */
  Statuses(Ledger ledger, Types.Known[] types, Shape[] shapes, BigDecimal budgetPerContainer) {
    this.ledger = ledger;
    this.types = types;
    this.shapes = shapes;
    this.budgetPerContainer = budgetPerContainer;
    this.begin = ledger.inGroup(0);
  }

  /** Tells of one; those before it must be told, but for what runs and starts. */
  void set(int position, Why why, int figure) {
    int at = position - begin;
    if (at == whys.length) {
      // Either nearly all are told one by one, or few are.
      int length = at < FEW ? Math.min(FEW, ledger.size() - begin) : ledger.size() - begin;
      whys = Arrays.copyOf(whys, length);
      figures = Arrays.copyOf(figures, length);
    }
    whys[at] = why;
    figures[at] = figure;
  }

  /** Tells of all the rest. */
  void rest(Tail rest) {
    tail = rest;
  }

  /** Tells how things stood when the pass was over. */
  void left(Stand atTheEnd, Places asTheyAre) {
    stand = atTheEnd;
    places = asTheyAre;
  }

  /** What was left to hand out when the pass was over; null before that. */
  @Nullable Stand stand() {
    return stand;
  }

  /** The instances with all that the pass put on them; null before it was over. */
  @Nullable Places places() {
    return places;
  }

  /** The shape of one that seeks a place; null for any other. */
  @Nullable Shape seeks(int position) {
    int shape = Ledger.shape(ledger.facts[ledger.order[position]]);
    return shape == Ledger.NO_SHAPE ? null : shapes[shape];
  }

  /** What a kind of containers waits for, about which there is nothing to decide. */
  static Why why(Kind kind) {
    return switch (kind) {
      case RUNNING -> Why.RUNNING;
      case STARTED -> Why.PREPARING;
      case FINISHED -> Why.FINISHED;
      case ON_HOLD -> Why.ON_HOLD;
      case EXITING -> Why.PREVIOUS_ATTEMPT_EXITING;
      case NOTHING_FITS -> Why.NOTHING_FITS;
      case BUDGET_SPENT -> Why.BUDGET_SPENT;
      case WAITING -> throw new IllegalArgumentException("a container that waits");
    };
  }

  private Why why(int position) {
    if (position < begin) {
      return why(Ledger.kind(ledger.facts[ledger.order[position]]));
    }
    return tail != null && tail.has(position) ? tail.why(position) : whys[position - begin];
  }

  private int figure(int position) {
    if (position < begin) {
      return 0;
    }
    return tail != null && tail.has(position) ? tail.figure(position) : figures[position - begin];
  }

  /**
   * How many containers there are.
   *
   * @return 0 or more
   */
  public int size() {
    return ledger.size();
  }

  /**
   * One of them.
   *
   * @param position its place in the order of scheduling, from 0
   * @return its entry in the queue
   */
  public QueueEntry entry(int position) {
    return ledger.entry(ledger.order[position]);
  }

  /**
   * Why that one is where it is.
   *
   * @param position its place in the order of scheduling, from 0
   * @return its status
   */
  public ContainerStatus status(int position) {
    QueueEntry entry = entry(position);
    int figure = figure(position);
    return switch (why(position)) {
      case PREPARING -> new ContainerStatus.Preparing();
      case RUNNING -> new ContainerStatus.Running(instance(entry.container()));
      case FINISHED -> new ContainerStatus.Finished();
      case ON_HOLD -> new ContainerStatus.OnHold();
      case SUPERVISOR_LIMIT -> new ContainerStatus.SupervisorLimit(figure);
      case PREVIOUS_ATTEMPT_EXITING -> new ContainerStatus.PreviousAttemptExiting();
      case WAITING_FOR_INSTANCE -> types[figure].waiting;
      case AT_CAPACITY -> new ContainerStatus.AtCapacity(figure, shape(position).names());
      case BOOTS_FAILING -> new ContainerStatus.BootsFailing(shape(position).names());
      case ACCOUNT_LIMIT -> new ContainerStatus.AccountLimit(figure);
      case DISPATCHER_LIMIT -> new ContainerStatus.DispatcherLimit(figure);
      case BUDGET_REACHED -> new ContainerStatus.BudgetReached(figure);
      case BUDGET_SPENT ->
          new ContainerStatus.BudgetSpent(entry.container().cost(), budgetPerContainer);
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
    for (int position = 0; position < ledger.size(); position++) {
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
    for (int position = 0; position < ledger.size(); position++) {
      told.accept(entry(position).container().id(), status(position));
    }
  }

  private static String instance(Container container) {
    return container.instance() == null ? "" : container.instance().value();
  }

  private Shape shape(int position) {
    return shapes[Ledger.shape(ledger.facts[ledger.order[position]])];
  }
}
