package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One dispatcher's way to the pretended cloud. */
final class StubInstanceSet implements InstanceSet {
  private static final HostProfile PROFILE =
      new HostProfile(
          PretendHost.SECRET_FILE,
          PretendHost.RUNNER_DIRECTORY,
          PretendHost.BOOT_PROBE,
          false,
          "stub-ends-itself",
          "");

  private final StubCloud cloud;
  private final DriverContext context;
  private final Runnable onClose;
  private volatile boolean closed;

  StubInstanceSet(StubCloud cloud, DriverContext context, Runnable onClose) {
    this.cloud = cloud;
    this.context = context;
    this.onClose = onClose;
  }

  private void checkOpen() throws CloudException {
    if (closed) {
      throw new CloudException("stub: the instance set is closed");
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** A listing may show what other sets have; nothing of that is ever changed (SET-5). */
  void checkOwn(StubVm vm) throws CloudException {
    if (!vm.carries(context.idTagKey(), context.instanceSetId().value())) {
      throw new CloudException(
          "stub: " + vm.id() + " does not belong to the instance set " + context.instanceSetId());
    }
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    checkOpen();
    StubVm vm = cloud.create(request, this::isClosed);
    return new StubInstance(this, cloud, vm, vm.tags());
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    checkOpen();
    Instant then = cloud.clock().instant().minus(cloud.behavior().tagLag);
    List<Instance> listed = new ArrayList<>();
    for (StubVm vm : cloud.list(this::isClosed)) {
      Map<String, String> shown = vm.history().at(then);
      if (shown.entrySet().containsAll(tags.entrySet())) {
        listed.add(new StubInstance(this, cloud, vm, shown));
      }
    }
    return List.copyOf(listed);
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return new QuotaGroup(cloud.behavior().quotaGroups.apply(type));
  }

  @Override
  public HostProfile hostProfile() {
    return PROFILE;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cloud.wakeCalls();
      onClose.run();
    }
  }
}
