package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DiskAggregatedList;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstanceAggregatedList;
import com.google.cloud.compute.v1.MachineType;
import com.google.cloud.compute.v1.MachineTypeList;
import com.google.cloud.compute.v1.Warning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists what a set owns over all zones, all pages of it, or fails: half of a listing would look
 * like instances that are gone (GCE-4). Thread-safe.
 */
final class Listings {
  private static final Duration LIMIT = Duration.ofSeconds(280);

  /** Whatever else the server warns of, it says that something may be missing. */
  static final Set<String> HARMLESS =
      Set.of(
          Warning.Code.NO_RESULTS_ON_PAGE.name(),
          Warning.Code.DEPRECATED_RESOURCE_USED.name(),
          Warning.Code.DEPRECATED_TYPE_USED.name(),
          Warning.Code.EXPERIMENTAL_TYPE_USED.name());

  private final ComputeApi api;
  private final Ownership ownership;
  private final InstantSource clock;

  Listings(ComputeApi api, Ownership ownership, InstantSource clock) {
    this.api = api;
    this.ownership = ownership;
    this.clock = clock;
  }

  /** One page of whatever is listed: where the next one is. */
  @FunctionalInterface
  private interface Page {
    String read(String pageToken, Deadline deadline) throws ApiException;
  }

  private void readAll(String what, Page page) throws ApiException {
    Deadline deadline = Deadline.in(clock, LIMIT);
    Set<String> seen = new HashSet<>();
    String token = "";
    do {
      if (deadline.isOver()) {
        throw ApiException.withoutAnswer(what, "the listing has not ended in time");
      }
      token = page.read(token, deadline);
      if (!token.isEmpty() && !seen.add(token)) {
        throw ApiException.withoutAnswer(what, "the listing goes round in circles");
      }
    } while (!token.isEmpty());
  }

  private static void requireComplete(String what, List<String> unreachable, Warning warning)
      throws ApiException {
    if (!unreachable.isEmpty()) {
      throw ApiException.withoutAnswer(
          what, "not complete; unreachable: " + String.join(", ", unreachable));
    }
    requireComplete(what, "", warning);
  }

  private static void requireComplete(String what, String scope, Warning warning)
      throws ApiException {
    String code = warning.getCode();
    if (code.isEmpty() ? warning.hasMessage() : !HARMLESS.contains(code)) {
      throw ApiException.withoutAnswer(
          what, ("not complete; " + scope + " " + code + " " + warning.getMessage()).strip());
    }
  }

  /** Asks for next to nothing, to learn whether the server answers and knows us. */
  void probe() throws ApiException {
    api.instances(ownership.filter(), "", 1, Deadline.in(clock, Duration.ofSeconds(50)));
  }

  /**
   * Something that is ours.
   *
   * @param scope where it is: {@code zones/us-central1-a}
   * @param resource what it is
   */
  record Found<T>(String scope, T resource) {
    /** The zone or region. */
    String place() {
      return lastWord(scope);
    }
  }

  /** All instances that are ours, whatever they do. */
  List<Found<Instance>> instances() throws ApiException {
    List<Found<Instance>> found = new ArrayList<>();
    String what = "list instances";
    readAll(
        what,
        (token, deadline) -> {
          InstanceAggregatedList page = api.instances(ownership.filter(), token, deadline);
          requireComplete(what, page.getUnreachablesList(), page.getWarning());
          for (var scope : page.getItemsMap().entrySet()) {
            requireComplete(what, scope.getKey(), scope.getValue().getWarning());
            scope.getValue().getInstancesList().stream()
                .filter(instance -> ownership.covers(instance.getLabelsMap()))
                .forEach(instance -> found.add(new Found<>(scope.getKey(), instance)));
          }
          return page.getNextPageToken();
        });
    return found;
  }

  /** All disks that are ours. */
  List<Found<Disk>> disks() throws ApiException {
    List<Found<Disk>> found = new ArrayList<>();
    String what = "list disks";
    readAll(
        what,
        (token, deadline) -> {
          DiskAggregatedList page = api.disks(ownership.filter(), token, deadline);
          requireComplete(what, page.getUnreachablesList(), page.getWarning());
          for (var scope : page.getItemsMap().entrySet()) {
            requireComplete(what, scope.getKey(), scope.getValue().getWarning());
            scope.getValue().getDisksList().stream()
                .filter(disk -> ownership.covers(disk.getLabelsMap()))
                .forEach(disk -> found.add(new Found<>(scope.getKey(), disk)));
          }
          return page.getNextPageToken();
        });
    return found;
  }

  /** All machine types of a zone. */
  List<MachineType> machineTypes(String zone) throws ApiException {
    List<MachineType> found = new ArrayList<>();
    String what = "list machine types";
    readAll(
        what,
        (token, deadline) -> {
          MachineTypeList page = api.machineTypes(zone, token, deadline);
          requireComplete(what, zone, page.getWarning());
          found.addAll(page.getItemsList());
          return page.getNextPageToken();
        });
    return found;
  }

  /** The name at the end of an address: {@code us-central1-a} of {@code zones/us-central1-a}. */
  static String lastWord(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
