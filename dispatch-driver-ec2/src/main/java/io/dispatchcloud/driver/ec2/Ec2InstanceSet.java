package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** All instances that carry one set's id, in one region (EC2-6). */
final class Ec2InstanceSet implements InstanceSet {
  private static final int PAGE = 1_000;
  private static final int SMALLEST_PAGE = 5;
  private static final int SERVER_ERROR = 500;

  private final Ec2Settings settings;
  private final DriverContext context;
  private final Ec2Connection connection;
  private final Tags tags;
  private final KeyPairs keyPairs;
  private final Launcher launcher;
  private final SpotPrices spotPrices;
  private final InstanceCalls calls;
  private final Ec2LeakSweeper sweeper;

  Ec2InstanceSet(Ec2Settings settings, DriverContext context, Ec2Connection connection) {
    this.settings = settings;
    this.context = context;
    this.connection = connection;
    tags = new Tags(context);
    keyPairs = new KeyPairs(connection, tags, context.logger());
    launcher = new Launcher(connection, settings, keyPairs, context.logger(), context.clock());
    spotPrices =
        new SpotPrices(connection, settings.spotPriceInterval(), context.clock(), context.logger());
    calls = new InstanceCalls(connection, settings, tags, context.clock());
    sweeper = new Ec2LeakSweeper(connection, tags, keyPairs, launcher, context);
  }

  /**
   * Asks for a page of what there is. That EC2 is busy, or in trouble, is not the caller's fault:
   * whoever lists next is told the same, and tries again.
   */
  void checkAccess() throws CloudException {
    try {
      InstancePages.ask(
          connection,
          CallKind.LIST,
          DescribeInstancesRequest.builder()
              .filters(tags.byId())
              .maxResults(SMALLEST_PAGE)
              .build());
    } catch (RateLimitException e) {
      context
          .logger()
          .log(System.Logger.Level.WARNING, "EC2 is busy, or in trouble: {0}", e.getMessage());
    } catch (RefusedException e) {
      if (e.refusal().status() < SERVER_ERROR) {
        throw Ec2Connection.failure(e);
      }
      context
          .logger()
          .log(System.Logger.Level.WARNING, "EC2 is busy, or in trouble: {0}", e.getMessage());
    }
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    Map<String, String> all = tags.withId(request.tags());
    return instance(launcher.launch(request, all), all);
  }

  private Ec2Instance instance(
      software.amazon.awssdk.services.ec2.model.Instance shown, Map<String, String> itsTags) {
    return new Ec2Instance(shown, itsTags, settings.adminUsername(), calls, spotPrices);
  }

  /** Those of others are never listed, whatever is asked for. */
  @Override
  public List<Instance> instances(Map<String, String> wanted) throws CloudException {
    List<Filter> filters = filters(wanted);
    Map<String, Instance> listed = new LinkedHashMap<>();
    Set<String> spotTypes = new TreeSet<>();
    Deadline deadline = new Deadline(context.clock());
    Pages.forEach(
        "listing instances",
        deadline,
        token -> {
          DescribeInstancesResponse page = page(filters, token);
          for (Reservation reservation : page.reservations()) {
            for (software.amazon.awssdk.services.ec2.model.Instance shown :
                reservation.instances()) {
              add(shown, listed, spotTypes);
            }
          }
          return page.nextToken();
        });
    spotPrices.refresh(spotTypes, deadline);
    return new ArrayList<>(listed.values());
  }

  private void add(
      software.amazon.awssdk.services.ec2.model.Instance shown,
      Map<String, Instance> listed,
      Set<String> spotTypes)
      throws CloudException {
    if (shown.instanceId() == null || shown.instanceId().isBlank()) {
      throw new CloudException("EC2: a listing has an instance without an id");
    }
    Map<String, String> itsTags = Tags.fromSdk(shown.tags());
    if (tags.isOurs(itsTags) && !isTerminated(shown)) {
      listed.put(shown.instanceId(), instance(shown, itsTags));
      if (shown.instanceLifecycle() == InstanceLifecycleType.SPOT) {
        spotTypes.add(shown.instanceTypeAsString());
      }
    }
  }

  private DescribeInstancesResponse page(List<Filter> filters, @Nullable String token)
      throws CloudException {
    DescribeInstancesRequest request =
        DescribeInstancesRequest.builder()
            .filters(filters)
            .maxResults(PAGE)
            .nextToken(token)
            .build();
    return InstancePages.call(connection, CallKind.LIST, request);
  }

  private List<Filter> filters(Map<String, String> wanted) {
    List<Filter> filters = new ArrayList<>();
    filters.add(LIVE);
    tags.withId(wanted)
        .forEach(
            (key, value) -> {
              if (Tags.isFilterable(value)) {
                filters.add(Tags.filter(key, value));
              }
            });
    return filters;
  }

  private static final Filter LIVE =
      Filter.builder()
          .name("instance-state-name")
          .values(
              InstanceStateName.PENDING.toString(),
              InstanceStateName.RUNNING.toString(),
              InstanceStateName.SHUTTING_DOWN.toString(),
              InstanceStateName.STOPPING.toString(),
              InstanceStateName.STOPPED.toString())
          .build();

  private static boolean isTerminated(software.amazon.awssdk.services.ec2.model.Instance shown) {
    return shown.state() != null && shown.state().name() == InstanceStateName.TERMINATED;
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return settings.quotaGroups().of(type);
  }

  @Override
  public HostProfile hostProfile() {
    return HostProfile.LINUX_VM.withNoticeCommand(NoticeCommand.text());
  }

  @Override
  public Optional<LeakSweeper> leakSweeper() {
    return Optional.of(sweeper);
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return "EC2 instances of " + context.instanceSetId() + " in " + settings.region();
  }
}
