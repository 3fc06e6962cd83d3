package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a plan down as the examples do: what is done, in its order, then every status. */
final class GuidePlan {
  private final Plan plan;
  private final Map<ContainerId, Container> containers = new LinkedHashMap<>();

  private GuidePlan(Plan plan) {
    this.plan = plan;
    for (int position = 0; position < plan.statuses().size(); position++) {
      Container container = plan.statuses().entry(position).container();
      containers.put(container.id(), container);
    }
  }

  static List<String> lines(Plan plan) {
    return new GuidePlan(plan).lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    plan.starts()
        .forEach(
            start ->
                lines.add("start " + name(start.attempt()) + " on " + start.instance().value()));
    plan.creates().forEach(type -> lines.add("create " + type.name()));
    plan.locks().forEach(id -> lines.add("lock " + id.value()));
    plan.unlocks()
        .forEach(
            unlock -> {
              String reason = unlock.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
              lines.add("unlock " + name(unlock.attempt()) + ": " + reason);
            });
    plan.shutdowns().forEach(id -> lines.add("shut down " + id.value()));
    plan.cancels().forEach(cancel -> lines.add(line(cancel)));
    if (!plan.policyFailure().isEmpty()) {
      lines.add("policy failed: " + plan.policyFailure());
    }
    plan.statuses().forEach((id, status) -> lines.add(id.value() + ": " + status.sentence()));
    return lines;
  }

  /** The container alone: which attempt is only of interest where it is not the newest. */
  private String name(Attempt attempt) {
    Container container = containers.get(attempt.container());
    boolean newest = container != null && container.attempt() == attempt.number();
    return newest ? attempt.container().value() : attempt.toString();
  }

  /** Why is only of interest where the status does not say the same. */
  private String line(Plan.Cancel cancel) {
    var status = plan.statuses().get(cancel.container());
    boolean same = status != null && status.sentence().equals(cancel.error());
    return "cancel " + cancel.container().value() + (same ? "" : ": " + cancel.error());
  }
}
