package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Explanation.Verdict;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes down what a pass considered for one container. A pass without one writes nothing. */
final class Explainer {
  /** What is said of an instance that its owner holds. */
  static final String HELD = "its behavior is hold";

  private static final double MILLIS_A_CPU = 1_000;

  private final ContainerId container;
  private final Snapshot snapshot;
  private final Sizer sizer;
  private List<PlaceVerdict> places = List.of();

  Explainer(ContainerId container, Snapshot snapshot, Sizer sizer) {
    this.container = container;
    this.snapshot = snapshot;
    this.sizer = sizer;
  }

  boolean isAbout(QueueEntry entry) {
    return entry.container().id().equals(container);
  }

  /** The container's turn has come, and nothing was put anywhere for it yet. */
  void look(Places there, Seeker seeker) {
    Shape shape = seeker.shape;
    List<PlaceVerdict> verdicts = new ArrayList<>();
    for (WorkerView worker : snapshot.pool().workers()) {
      if (worker.type() == null || !Stock.takesWork(worker)) {
        verdicts.add(noWork(worker));
      }
    }
    int best = there.best(seeker);
    for (int place = 0; place < there.size(); place++) {
      verdicts.add(verdict(there, place, shape, best));
    }
    places = verdicts;
  }

  private static PlaceVerdict noWork(WorkerView worker) {
    String why;
    if (worker.type() == null) {
      why = "its type is not configured";
    } else if (worker.behavior() != IdleBehavior.RUN) {
      why = "its behavior is " + worker.behavior().word();
    } else {
      why = worker.healthy() ? "it is being shut down" : "it is not healthy";
    }
    String type = worker.type() == null ? "" : worker.type().name();
    return new PlaceVerdict(worker.id(), type, Verdict.NO_WORK, why);
  }

  private static PlaceVerdict verdict(Places there, int place, Shape shape, int best) {
    Types.Known type = there.type(place);
    Resources left = there.left(place);
    String containers = "containers: " + there.containers(place);
    Verdict verdict;
    String detail;
    if (place == best) {
      verdict = Verdict.CHOSEN;
      detail = there.isReady(place) ? containers + "; ready" : containers + "; not ready yet";
    } else if (!List.of(shape.types).contains(type)) {
      verdict = Verdict.OTHER_TYPE;
      detail = "";
    } else if (there.isFull(place)) {
      verdict = Verdict.FULL;
      detail = containers;
    } else if (!left.holds(shape.needed)) {
      verdict = Verdict.NO_ROOM;
      detail = missing(left, shape.needed);
    } else {
      verdict = Verdict.WOULD_DO;
      detail = there.isReady(place) ? containers + "; ready" : containers + "; not ready yet";
    }
    return new PlaceVerdict(there.id(place), type.type.name(), verdict, detail);
  }

  /** The first need that is not met, in figures. */
  private static String missing(Resources left, Resources needed) {
    if (left.milliCpus() < needed.milliCpus()) {
      return tooFew("vCPUs", cpus(left.milliCpus()), cpus(needed.milliCpus()));
    } else if (left.ram() < needed.ram()) {
      return tooFew("RAM", size(left.ram()), size(needed.ram()));
    } else if (left.scratch() < needed.scratch()) {
      return tooFew("scratch space", size(left.scratch()), size(needed.scratch()));
    } else if (left.gpus() < needed.gpus()) {
      return tooFew("GPUs", String.valueOf(left.gpus()), String.valueOf(needed.gpus()));
    }
    return tooFew("VRAM", size(left.vram()), size(needed.vram()));
  }

  private static String tooFew(String what, String left, String needed) {
    return what + ": " + left + " left, needed " + needed;
  }

  private static String cpus(long millis) {
    double cpus = Math.max(0, millis) / MILLIS_A_CPU;
    return cpus == Math.rint(cpus)
        ? String.valueOf((long) cpus)
        : String.format(Locale.ROOT, "%.3f", cpus);
  }

  private static String size(long bytes) {
    return Quantities.format(Math.max(0, bytes));
  }

  /** The whole story, once the pass is over; null if the container is not in the queue. */
  @Nullable Explanation explanation(Plan plan) {
    Statuses statuses = plan.statuses();
    for (int position = 0; position < statuses.size(); position++) {
      QueueEntry entry = statuses.entry(position);
      if (isAbout(entry)) {
        ContainerStatus status = statuses.status(position);
        List<TypeVerdict> types = types(entry);
        return new Explanation(
            container, status, position + 1, types, places, Remedies.of(status, types, places));
      }
    }
    return null;
  }

  /**
   * The same, with when each type that can't be had now is looked at again.
   *
   * @param until tells that by a type's name; empty where it is not held back, or nobody knows
   */
  static Explanation timed(Explanation explanation, Function<String, Optional<Instant>> until) {
    List<TypeVerdict> types =
        explanation.types().stream()
            .map(
                type ->
                    type.eligible() && !type.detail().isEmpty()
                        ? new TypeVerdict(
                            type.type(), true, type.detail(), until.apply(type.type()).orElse(null))
                        : type)
            .toList();
    return new Explanation(
        explanation.container(),
        explanation.status(),
        explanation.turn(),
        types,
        explanation.places(),
        explanation.remedies());
  }

  private List<TypeVerdict> types(QueueEntry entry) {
    PoolView pool = snapshot.pool();
    return sizer.verdicts(entry.container().needs(), entry.container().preemptible()).stream()
        .map(
            verdict -> {
              String name = verdict.type().name();
              String now = "";
              if (pool.bootsFailing().contains(name)) {
                now = "instances of it do not come up";
              } else if (pool.atCapacity().contains(name)) {
                now = "the provider has no room for it now";
              }
              boolean eligible = verdict.misses().isEmpty();
              return new TypeVerdict(name, eligible, eligible ? now : verdict.misses(), null);
            })
        .toList();
  }
}
