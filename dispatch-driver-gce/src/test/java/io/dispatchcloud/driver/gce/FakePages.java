package io.dispatchcloud.driver.gce;

import static io.dispatchcloud.driver.gce.FakeRules.require;

import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DiskAggregatedList;
import com.google.cloud.compute.v1.DisksScopedList;
import com.google.cloud.compute.v1.InstanceAggregatedList;
import com.google.cloud.compute.v1.InstancesScopedList;
import com.google.cloud.compute.v1.MachineType;
import com.google.cloud.compute.v1.MachineTypeList;
import com.google.cloud.compute.v1.Warning;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages of listings, by zones, with the warnings that are always there, and others. */
final class FakePages {
  /** What is wrong with listings of instances. */
  enum Trouble {
    NONE,
    ZONE_UNREACHABLE,
    WARNED_OF,
    PARTIAL,
    SECOND_PAGE_FAILS,
    SAME_PAGE_AGAIN
  }

  private static final Pattern FILTER =
      Pattern.compile("labels\\.([a-z0-9_-]+)=(?:([a-z][a-z0-9_-]*)|\"([a-z0-9_-]*)\")");

  private FakePages() {}

  static boolean fits(String filter, Map<String, String> labels) {
    Matcher parsed = FILTER.matcher(filter);
    require(parsed.matches(), "filter " + filter);
    String value = parsed.group(2) != null ? parsed.group(2) : parsed.group(3);
    return value.equals(labels.get(parsed.group(1)));
  }

  private static Warning warning(Warning.Code code, String message) {
    return Warning.newBuilder().setCode(code.name()).setMessage(message).build();
  }

  private static Warning nothing(String scope) {
    return warning(
        Warning.Code.NO_RESULTS_ON_PAGE,
        "There are no results for scope '" + scope + "' on this page.");
  }

  private static <T> List<T> page(List<T> all, String token, int size) {
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    return all.subList(from, Math.min(all.size(), from + size));
  }

  private static String next(List<?> all, String token, int size) {
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    return from + size < all.size() ? Integer.toString(from + size) : "";
  }

  static InstanceAggregatedList instances(
      List<FakeVm> all, String token, int size, Trouble trouble) {
    if (trouble == Trouble.SECOND_PAGE_FAILS && !token.isEmpty()) {
      throw new FakeError(500, "internalError", "Internal error. Please try again or contact");
    }
    Map<String, InstancesScopedList.Builder> zones = new TreeMap<>();
    for (FakeVm vm : page(all, token, size)) {
      zones
          .computeIfAbsent("zones/" + vm.zone, zone -> InstancesScopedList.newBuilder())
          .addInstances(vm.shown());
    }
    InstanceAggregatedList.Builder list = InstanceAggregatedList.newBuilder();
    zones.forEach((zone, vms) -> list.putItems(zone, vms.build()));
    list.putItems(
        "zones/asia-east1-a",
        InstancesScopedList.newBuilder()
            .setWarning(
                trouble == Trouble.WARNED_OF
                    ? warning(Warning.Code.UNREACHABLE, "zone is down")
                    : nothing("zones/asia-east1-a"))
            .build());
    if (trouble == Trouble.ZONE_UNREACHABLE) {
      list.addUnreachables("projects/p/zones/us-central1-b");
    }
    if (trouble == Trouble.PARTIAL) {
      list.setWarning(warning(Warning.Code.PARTIAL_SUCCESS, "some zones did not answer"));
    }
    String next = trouble == Trouble.SAME_PAGE_AGAIN ? "0" : next(all, token, size);
    return (next.isEmpty() ? list : list.setNextPageToken(next)).build();
  }

  static DiskAggregatedList disks(List<Disk> all, String token, int size) {
    Map<String, DisksScopedList.Builder> zones = new TreeMap<>();
    for (Disk disk : page(all, token, size)) {
      String scope =
          disk.hasRegion()
              ? "regions/" + disk.getRegion()
              : disk.getZone().substring(disk.getZone().indexOf("zones/"));
      zones.computeIfAbsent(scope, zone -> DisksScopedList.newBuilder()).addDisks(disk);
    }
    DiskAggregatedList.Builder list = DiskAggregatedList.newBuilder();
    zones.forEach((zone, each) -> list.putItems(zone, each.build()));
    list.putItems(
        "regions/us-east1", DisksScopedList.newBuilder().setWarning(nothing("x")).build());
    String next = next(all, token, size);
    return (next.isEmpty() ? list : list.setNextPageToken(next)).build();
  }

  static MachineTypeList machineTypes(List<MachineType> all, String token, int size) {
    MachineTypeList.Builder list =
        MachineTypeList.newBuilder()
            .setKind("compute#machineTypeList")
            .addAllItems(page(all, token, size));
    String next = next(all, token, size);
    return (next.isEmpty() ? list : list.setNextPageToken(next)).build();
  }
}
