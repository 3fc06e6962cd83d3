package io.dispatchcloud.core.scheduler;

import static io.dispatchcloud.core.scheduler.Scene.LARGE;
import static io.dispatchcloud.core.scheduler.Scene.MEDIUM;
import static io.dispatchcloud.core.scheduler.Scene.SMALL;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.sizing.Sizer;
import io.dispatchcloud.core.sizing.Sizer.Overheads;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a pass publishes, for tests of those who look at it: made of few words. */
public final class PublishedScene {
  private static final Sizer SIZER =
      new Sizer(List.of(SMALL, MEDIUM, LARGE), Overheads.NONE, BigDecimal.TEN);

  private final Scene scene = new Scene();
  private int containers;

  /** Some that wait and ask for so many vCPUs each. */
  public PublishedScene waiting(int count, int vcpus) {
    InstanceType[] types = {SMALL, MEDIUM, LARGE};
    List<InstanceType> fitting =
        List.of(types).stream().filter(type -> type.vcpus() >= vcpus).toList();
    for (int i = 0; i < count; i++) {
      scene.entry(Scene.queued("c" + containers++, vcpus, 1), fitting.toArray(InstanceType[]::new));
    }
    return this;
  }

  /** One that waits, and asks for so much scratch space that it is a kind of its own. */
  public PublishedScene waitingWith(int scratch) {
    scene.entry(Scene.scratchy("c" + containers++, scratch), LARGE);
    return this;
  }

  /** A large instance on which something runs that takes so many vCPUs. */
  public PublishedScene busy(String instance, int vcpus) {
    scene.worker(instance, LARGE, WorkerState.RUNNING);
    scene.running("r-" + instance, vcpus, instance, LARGE);
    return this;
  }

  /** There may be no more instances. */
  public PublishedScene atQuota(Instant until) {
    scene.atQuota = true;
    scene.instancesLeft = 0;
    scene.outlook = new Outlook(scene.outlook.byType(), 0, 0, true, until, false, null, null);
    return this;
  }

  /** The provider has no room for anything. */
  public PublishedScene atCapacity(Instant until) {
    Hindrance full = new Hindrance.AtCapacity(until);
    scene.atCapacity.addAll(List.of("small", "medium", "large"));
    scene.outlook = Outlook.of(Map.of("small", full, "medium", full, "large", full));
    return this;
  }

  /** Makes the pass. */
  public Circumstances circumstances() {
    Snapshot snapshot = scene.snapshot();
    Plan plan = scene.mapper().plan(snapshot);
    return new Circumstances(
        plan.statuses(), snapshot.pool(), snapshot.limits(), SIZER, scene.budget);
  }
}
