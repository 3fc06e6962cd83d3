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

  /** Something that may be a leak, and the way to remove it. */
  private record Leftover(String id, Function<Ec2Client, ?> removal) {}

  @Override
  public synchronized List<String> sweep() throws CloudException {
    Deadline deadline = new Deadline(context.clock());
    List<Leftover> leftovers = new ArrayList<>();
    // In this order, so that a create that begins or ends meanwhile makes them differ.
    int ended = launcher.ended();
    addVolumes(leftovers, deadline);
    addNetworkInterfaces(leftovers, deadline);
    addKeyPairs(leftovers, deadline);
    leftovers.removeAll(attached(leftovers, deadline));
    boolean quiet = launcher.begun() == ended;
    List<String> removed = new ArrayList<>();
    for (Leftover leftover : leftovers) {
      deadline.check("sweeping leaks");
      // In the midst of creates, what is new to us waits for the next sweep.
      if ((quiet || seenBefore.contains(leftover.id())) && remove(leftover)) {
        removed.add(leftover.id());
      }
    }
    seenBefore.clear();
    leftovers.forEach(each -> seenBefore.add(each.id()));
    return List.copyOf(removed);
  }

  private boolean remove(Leftover leftover) throws CloudException {
    try {
      connection.ask(CallKind.CHANGE, leftover.removal());
    } catch (RefusedException e) {
      String code = e.refusal().code();
      if (code.endsWith(".NotFound") || code.endsWith("InUse")) {
        // Somebody was faster, or it is in use now: no leak any more.
        return false;
      }
      throw Ec2Connection.failure(e);
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
              .map(Volume::volumeId)
              .map(id -> new Leftover(id, client -> client.deleteVolume(r -> r.volumeId(id))))
              .forEach(leftovers::add);
          return page.nextToken();
        });
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
              .map(
                  id ->
                      new Leftover(
                          id,
                          client -> client.deleteNetworkInterface(r -> r.networkInterfaceId(id))))
              .forEach(leftovers::add);
          return page.nextToken();
        });
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
              connection.call(
                  CallKind.ASK,
                  client ->
                      client.describeInstances(
                          r -> r.filters(filter).maxResults(PAGE).nextToken(token)));
          page.reservations().forEach(reservation -> found.addAll(reservation.instances()));
          return page.nextToken();
        });
    return found;
  }
}
