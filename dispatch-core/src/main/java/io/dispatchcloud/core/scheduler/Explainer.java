package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a pass considered for one container. A pass without one writes nothing. */
final class Explainer {
  private final ContainerId container;
  private final Snapshot snapshot;
  private final Sizer sizer;
  private final BigDecimal budgetPerHour;
  private List<PlaceVerdict> places = List.of();
  private @Nullable Stand stand;

  Explainer(ContainerId container, Snapshot snapshot, Sizer sizer, BigDecimal budgetPerHour) {
    this.container = container;
    this.snapshot = snapshot;
    this.sizer = sizer;
    this.budgetPerHour = budgetPerHour;
  }

  boolean isAbout(QueueEntry entry) {
    return entry.container().id().equals(container);
  }

  /** The container's turn has come, and nothing was put anywhere for it yet. */
  void look(Places there, Seeker seeker, Stand now) {
    stand = now;
    List<PlaceVerdict> verdicts = new ArrayList<>();
    for (WorkerView worker : snapshot.pool().workers()) {
      PlaceVerdict verdict = PlaceJudge.withoutWork(worker);
      if (verdict != null) {
        verdicts.add(verdict);
      }
    }
    int best = there.best(seeker);
    for (int place = 0; place < there.size(); place++) {
      verdicts.add(PlaceJudge.verdict(there, place, seeker.shape, best));
    }
    places = verdicts;
  }

  /** The whole story, once the pass is over; null if the container is not in the queue. */
  @Nullable Explanation explanation(Plan plan) {
    Statuses statuses = plan.statuses();
    for (int position = 0; position < statuses.size(); position++) {
      QueueEntry entry = statuses.entry(position);
      if (isAbout(entry)) {
        return explanation(entry.container(), statuses, position);
      }
    }
    return null;
  }

  private Explanation explanation(Container about, Statuses statuses, int position) {
    ContainerStatus status = statuses.status(position);
    // One that sought no place had no turn: the end of the pass is as good.
    Stand then = stand == null ? statuses.stand() : stand;
    List<TypeVerdict> types = List.of();
    List<Hindrance> hindrances = List.of();
    if (then != null) {
      Prospect prospect =
          Prospect.of(sizer, snapshot.pool(), snapshot.limits(), then, budgetPerHour);
      types = prospect.types(about.needs(), about.preemptible());
      hindrances = stand == null ? List.of() : prospect.hindrances();
    }
    return new Explanation(
        container,
        status,
        position + 1,
        types,
        hindrances,
        places,
        Remedies.of(status, types, hindrances, places));
  }
}
