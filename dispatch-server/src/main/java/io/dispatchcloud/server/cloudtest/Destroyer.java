package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.core.CloudTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Destroys instances, and sees to it that they are gone. */
final class Destroyer {
  private final CloudTrial trial;
  private final Patience patience;
  private final String wayOut;
  private final Set<InstanceId> accepted = new TreeSet<>();
  private @Nullable Throwable lastFailure;

  /**
   * Made for one instance set.
   *
   * @param wayOut what to do about instances that stay
   */
  Destroyer(CloudTrial trial, Patience patience, String wayOut) {
    this.trial = trial;
    this.patience = patience;
    this.wayOut = wayOut;
  }

  /**
   * Destroys instances until none is listed any more. Signals don't keep it from that, but a second
   * one ends the wait.
   *
   * @param known those that exist, listed or not
   * @param which which of the listed ones
   * @param limit how long
   * @return what to tell of it
   * @throws StepFailedException if some may be left; names them
   */
  String destroy(List<Instance> known, Predicate<Instance> which, Duration limit)
      throws StepFailedException, InterruptedException {
    Map<InstanceId, Instance> left = new LinkedHashMap<>();
    known.forEach(instance -> left.put(instance.id(), instance));
    boolean gone =
        patience.despiteSignals(
            limit,
            () -> {
              destroyEach(left.values());
              return look(left, which) && left.isEmpty();
            });
    if (!gone) {
      throw new StepFailedException(whatIsLeft(left.keySet(), limit), wayOut);
    }
    return accepted.isEmpty() ? "nothing to destroy" : "gone: " + listed(accepted);
  }

  private String whatIsLeft(Set<InstanceId> left, Duration limit) {
    Set<InstanceId> going = new TreeSet<>(left);
    going.retainAll(accepted);
    Set<InstanceId> refused = new TreeSet<>(left);
    refused.removeAll(accepted);
    List<String> parts = new ArrayList<>();
    if (!refused.isEmpty()) {
      parts.add("may still be there: " + listed(refused));
    }
    if (!going.isEmpty()) {
      parts.add(
          (patience.isInAHurry()
                  ? "destroyed, but after a second signal not waited for until gone: "
                  : "destroyed, but not seen to be gone in " + Quantities.format(limit) + ": ")
              + listed(going));
    }
    if (left.isEmpty()) {
      parts.add("whether an instance is left is not known");
    }
    if (lastFailure != null) {
      parts.add("the last failure: " + Advice.message(lastFailure));
    }
    return String.join("; ", parts);
  }

  private static String listed(Set<InstanceId> ids) {
    return ids.stream().map(InstanceId::value).collect(Collectors.joining(", "));
  }

  private void destroyEach(Iterable<Instance> instances) {
    for (Instance instance : instances) {
      try {
        instance.destroy();
        accepted.add(instance.id());
      } catch (CloudException | RuntimeException | Error e) {
        // Whatever it was: the next round tries again, and in the end the id is told.
        lastFailure = e;
      }
    }
  }

  /** Sees which are left: those listed, and those that no destroy was accepted for. */
  private boolean look(Map<InstanceId, Instance> left, Predicate<Instance> which) {
    try {
      List<Instance> listed = new ArrayList<>(trial.instances());
      listed.removeIf(which.negate());
      left.keySet().removeIf(accepted::contains);
      listed.forEach(instance -> left.put(instance.id(), instance));
      return true;
    } catch (CloudException | RuntimeException | Error e) {
      lastFailure = e;
      return false;
    }
  }
}
