package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.LeakSweeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/**
 * Removes volumes, network interfaces and key pairs that carry the set's id and that no instance
 * has. What EC2 answers is looked at once more before anything is removed, as a cloud that ignores
 * filters would list what is others'. Thread-safe.
 */
final class Ec2LeakSweeper implements LeakSweeper {
  /** What is younger may belong to a create whose instance is not shown yet. */
  private static final Duration YOUNG = Duration.ofMinutes(2);

  private static final Filter AVAILABLE =
      Filter.builder().name("status").values(VolumeState.AVAILABLE.toString()).build();
  private static final int PAGE = 500;

  private final Ec2Connection connection;
  private final Tags tags;
  private final KeyPairs keyPairs;
  private final Launcher launcher;
  private final DriverContext context;
  private final Set<String> seenBefore = new HashSet<>();

  Ec2LeakSweeper(
      Ec2Connection connection,
      Tags tags,
      KeyPairs keyPairs,
      Launcher launcher,
      DriverContext context) {
    this.connection = connection;
    this.tags = tags;
    this.keyPairs = keyPairs;
    this.launcher = launcher;
    this.context = context;
  }

  /** Something that may be a leak, and the way to remove it; aged if its age is known. */
  private record Leftover(String id, boolean aged, Function<Ec2Client, ?> removal) {}

  /** Looks for leftovers of one kind. */
  private interface Kind {
    void addTo(List<Leftover> leftovers, Deadline deadline) throws CloudException;
  }

  /**
   * Goes on where EC2 refuses one thing, which would else keep all others from being swept for
   * good; tells the first refusal if nothing at all could be removed. Ends where EC2 is busy or
   * silent.
   */
  @Override
  public synchronized List<String> sweep() throws CloudException {
    Deadline deadline = new Deadline(context.clock());
    List<CloudException> refusals = new ArrayList<>();
    // In this order, so that a create that begins or ends meanwhile makes them differ.
    int ended = launcher.ended();
    List<Leftover> leftovers = find(deadline, refusals);
    boolean quiet = launcher.begun() == ended;
    List<String> removed = new ArrayList<>();
    try {
      for (Leftover leftover : leftovers) {
        deadline.check("sweeping leaks");
        // In the midst of creates, what is new to us waits for the next sweep; what may be just
        // made always does.
        boolean known = seenBefore.contains(leftover.id());
        if ((known || (quiet && leftover.aged())) && remove(leftover, refusals)) {
          removed.add(leftover.id());
        }
      }
    } finally {
      seenBefore.clear();
      leftovers.forEach(each -> seenBefore.add(each.id()));
    }
    if (removed.isEmpty() && !refusals.isEmpty()) {
      throw refusals.get(0);
    }
    return List.copyOf(removed);
  }

  /** Those that no instance has. What was seen before stays so, should this fail. */
  private List<Leftover> find(Deadline deadline, List<CloudException> refusals)
      throws CloudException {
    List<Leftover> leftovers = new ArrayList<>();
    for (Kind kind :
        List.<Kind>of(this::addVolumes, this::addNetworkInterfaces, this::addKeyPairs)) {
      try {
        kind.addTo(leftovers, deadline);
      } catch (CloudException e) {
        if (!(e.getCause() instanceof RefusedException)) {
          throw e;
        }
        refused("look for what was left behind", e, refusals);
      }
    }
    leftovers.removeAll(attached(leftovers, deadline));
    return leftovers;
  }

  private void refused(String what, CloudException refusal, List<CloudException> refusals) {
    context
        .logger()
        .log(
            System.Logger.Level.WARNING,
            "what creates left behind stays; could not {0}: {1}",
            what,
            refusal.getMessage());
    refusals.add(refusal);
  }

  private boolean remove(Leftover leftover, List<CloudException> refusals) throws CloudException {
    try {
      connection.ask(CallKind.CHANGE, leftover.removal());
    } catch (RefusedException e) {
      String code = e.refusal().code();
      if (code.endsWith(".NotFound") || code.endsWith("InUse")) {
        // Somebody was faster, or it is in use now: no leak any more.
        return false;
      }
      refused("remove " + leftover.id(), Ec2Connection.failure(e), refusals);
      return false;
    }
    context
        .logger()
        .log(System.Logger.Level.INFO, "removed {0}, which was left behind", leftover.id());
    return true;
  }

  private boolean isYoung(@Nullable Instant made) {
    return made != null && made.plus(YOUNG).isAfter(context.clock().instant());
  }

  private void addVolumes(List<Leftover> leftovers, Deadline deadline) throws CloudException {
    Pages.forEach(
        "listing volumes",
        deadline,
        token -> {
          DescribeVolumesResponse page =
              connection.call(
                  CallKind.ASK,
                  client ->
                      client.describeVolumes(
                          request ->
                              request
                                  .filters(tags.byId(), AVAILABLE)
                                  .maxResults(PAGE)
                                  .nextToken(token)));
          page.volumes().stream()
              .filter(this::isLeaked)
              .map(Ec2LeakSweeper::leftover)
              .forEach(leftovers::add);
          return page.nextToken();
        });
  }

  private static Leftover leftover(Volume volume) {
    String id = volume.volumeId();
    return new Leftover(
        id, volume.createTime() != null, client -> client.deleteVolume(r -> r.volumeId(id)));
  }

  private boolean isLeaked(Volume volume) {
    return volume.volumeId() != null
        && tags.isOurs(Tags.fromSdk(volume.tags()))
        && volume.state() == VolumeState.AVAILABLE
        && volume.attachments().isEmpty()
        && !isYoung(volume.createTime());
  }

  private void addNetworkInterfaces(List<Leftover> leftovers, Deadline deadline)
      throws CloudException {
    Pages.forEach(
        "listing network interfaces",
        deadline,
        token -> {
          DescribeNetworkInterfacesResponse page =
              connection.call(
                  CallKind.ASK,
                  client ->
                      client.describeNetworkInterfaces(
                          request ->
                              request
                                  .filters(tags.byId(), AVAILABLE)
                                  .maxResults(PAGE)
                                  .nextToken(token)));
          page.networkInterfaces().stream()
              .filter(this::isLeaked)
              .map(NetworkInterface::networkInterfaceId)
              .map(Ec2LeakSweeper::networkInterface)
              .forEach(leftovers::add);
          return page.nextToken();
        });
  }

  /** EC2 does not tell since when there is one. */
  private static Leftover networkInterface(String id) {
    return new Leftover(
        id, false, client -> client.deleteNetworkInterface(r -> r.networkInterfaceId(id)));
  }

  private boolean isLeaked(NetworkInterface card) {
    return card.networkInterfaceId() != null
        && tags.isOurs(Tags.fromSdk(card.tagSet()))
        && card.status() == NetworkInterfaceStatus.AVAILABLE
        && card.attachment() == null;
  }

  /** Key pairs are few, and come on one page. */
  private void addKeyPairs(List<Leftover> leftovers, Deadline deadline) throws CloudException {
    List<KeyPairInfo> pairs =
        connection
            .call(CallKind.ASK, client -> client.describeKeyPairs(r -> r.filters(tags.byId())))
            .keyPairs();
    Set<String> remembered = keyPairs.inUse();
    for (KeyPairInfo pair : pairs) {
      deadline.check("sweeping leaks");
      if (pair.keyName() != null
          && tags.isOurs(Tags.fromSdk(pair.tags()))
          && !remembered.contains(pair.keyName())
          && !isYoung(pair.createTime())
          && !hasInstances(pair.keyName(), deadline)) {
        leftovers.add(
            new Leftover(
                pair.keyPairId() == null ? pair.keyName() : pair.keyPairId(),
                pair.createTime() != null,
                client -> client.deleteKeyPair(r -> r.keyName(pair.keyName()))));
      }
    }
  }

  /** Whether any instance, of whichever set, was made with a key pair. */
  private boolean hasInstances(String keyName, Deadline deadline) throws CloudException {
    Filter ofKey = Filter.builder().name("key-name").values(keyName).build();
    return instances(ofKey, deadline).stream()
        .anyMatch(instance -> keyName.equals(instance.keyName()));
  }

  /** Those that an instance of the set says that it has, whatever they say of themselves. */
  private List<Leftover> attached(List<Leftover> leftovers, Deadline deadline)
      throws CloudException {
    if (leftovers.isEmpty()) {
      return List.of();
    }
    Set<String> attached = new HashSet<>();
    for (Instance instance : instances(tags.byId(), deadline)) {
      instance.networkInterfaces().forEach(card -> attached.add(card.networkInterfaceId()));
      instance.blockDeviceMappings().stream()
          .filter(disk -> disk.ebs() != null)
          .forEach(disk -> attached.add(disk.ebs().volumeId()));
    }
    return leftovers.stream().filter(each -> attached.contains(each.id())).toList();
  }

  private List<Instance> instances(Filter filter, Deadline deadline) throws CloudException {
    List<Instance> found = new ArrayList<>();
    Pages.forEach(
        "listing instances for a sweep",
        deadline,
        token -> {
          DescribeInstancesResponse page =
              InstancePages.call(
                  connection,
                  CallKind.ASK,
                  DescribeInstancesRequest.builder()
                      .filters(filter)
                      .maxResults(PAGE)
                      .nextToken(token)
                      .build());
          page.reservations().forEach(reservation -> found.addAll(reservation.instances()));
          return page.nextToken();
        });
    return found;
  }
}
