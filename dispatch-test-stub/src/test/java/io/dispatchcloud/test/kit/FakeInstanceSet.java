package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One dispatcher's way to the provider in memory. */
final class FakeInstanceSet implements InstanceSet {
  private final FakeCloud cloud;
  private final DriverContext context;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(FakeInstanceSet::daemon);
  private volatile boolean closed;

  FakeInstanceSet(FakeCloud cloud, DriverContext context) {
    this.cloud = cloud;
    this.context = context;
    thread.execute(() -> {});
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake");
    thread.setDaemon(true);
    return thread;
  }

  private void checkOpen() throws CloudException {
    if (closed && cloud.flaw != Flaw.WORKS_WHEN_CLOSED) {
      throw new CloudException("fake: the set is closed");
    }
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    checkOpen();
    Map<String, String> shared = new HashMap<>(context.sharedTags());
    shared.put(context.idTagKey(), context.instanceSetId().value());
    cloud.share(cloud.flaw == Flaw.SHARED_RESOURCES_WITHOUT_TAGS ? Map.of() : shared);
    if (cloud.flaw == Flaw.SECRET_IN_THE_LOG) {
      context.logger().log(System.Logger.Level.DEBUG, "creating with " + request.initCommand());
    }
    FakeCloud.Vm vm = cloud.create(request, () -> closed);
    return new FakeInstance(cloud, vm, vm.tags, this::owns);
  }

  private boolean owns(Map<String, String> tags) {
    return context.instanceSetId().value().equals(tags.get(context.idTagKey()));
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    checkOpen();
    if (cloud.flaw == Flaw.SWALLOWS_INTERRUPTS && Thread.interrupted()) {
      throw new CloudException("fake: interrupted");
    }
    List<Instance> listed = new ArrayList<>();
    for (FakeCloud.Vm vm : cloud.list(() -> closed)) {
      boolean wanted =
          cloud.flaw == Flaw.LISTS_ONLY_EQUAL_TAGS
              ? vm.shownTags.equals(tags)
              : vm.shownTags.entrySet().containsAll(tags.entrySet());
      if (wanted) {
        listed.add(new FakeInstance(cloud, vm, vm.shownTags, this::owns));
      }
    }
    if (cloud.flaw == Flaw.LISTS_TWICE && !listed.isEmpty()) {
      listed.add(listed.get(0));
    }
    return listed;
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    String group = type.name().startsWith("large") ? "large" : "small";
    boolean apart = type.preemptible() && cloud.flaw != Flaw.SPOT_SHARES_A_GROUP;
    return new QuotaGroup(apart ? group + "-spot" : group);
  }

  @Override
  public Optional<LeakSweeper> leakSweeper() {
    return Optional.of(() -> cloud.sweep(context.instanceSetId()));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    cloud.wake();
    switch (cloud.flaw) {
      case LEAVES_THREADS -> thread.execute(FakeInstanceSet::stay);
      case FORGETS_TOKENS_WHEN_CLOSED -> cloud.forgetTokens();
      case ENDS_INSTANCES_WITH_THE_SET -> destroyAll();
      default -> {}
    }
    thread.shutdown();
  }

  /** For ever; the thread is a daemon. */
  private static void stay() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void destroyAll() {
    try {
      for (FakeCloud.Vm vm : cloud.list(() -> false)) {
        cloud.destroy(vm.id);
      }
    } catch (CloudException e) {
      throw new AssertionError(e);
    }
  }
}
