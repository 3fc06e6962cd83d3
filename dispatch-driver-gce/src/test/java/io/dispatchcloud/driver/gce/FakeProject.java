package io.dispatchcloud.driver.gce;

import static io.dispatchcloud.driver.gce.FakeRules.require;

import com.google.cloud.compute.v1.AggregatedListDisksRequest;
import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.DeleteDiskRequest;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DiskAggregatedList;
import com.google.cloud.compute.v1.GetGuestAttributesInstanceRequest;
import com.google.cloud.compute.v1.GuestAttributes;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstanceAggregatedList;
import com.google.cloud.compute.v1.ListMachineTypesRequest;
import com.google.cloud.compute.v1.MachineType;
import com.google.cloud.compute.v1.MachineTypeList;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.SetLabelsInstanceRequest;
import com.google.cloud.compute.v1.SetMetadataInstanceRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What there is in a project, and what becomes of it. Thread-safe. */
final class FakeProject {
  private final Map<String, FakeVm> vms = new TreeMap<>();
  private final Map<String, Disk> disks = new TreeMap<>();
  private final FakeOperations operations = new FakeOperations();
  private final Map<String, String> requests = new HashMap<>();
  private final Map<String, GuestAttributes> guestAttributes = new HashMap<>();
  private final List<MachineType> machineTypes = new ArrayList<>();
  private Consumer<FakeVm> onMade = vm -> {};
  private Consumer<FakeVm> onDeleted = vm -> {};
  private int hiddenListings;
  private int pageSize = 500;
  private boolean remembersRequests = true;
  private FakePages.Trouble trouble = FakePages.Trouble.NONE;
  private long number = 1;

  // What tests look at and change.

  synchronized void onVms(Consumer<FakeVm> made, Consumer<FakeVm> deleted) {
    onMade = made;
    onDeleted = deleted;
  }

  /** How many listings show nothing of what is new. */
  synchronized void hideNew(int listings) {
    hiddenListings = listings;
  }

  synchronized void pageSize(int most) {
    pageSize = most;
  }

  synchronized void forgetRequests() {
    remembersRequests = false;
    requests.clear();
  }

  synchronized void trouble(FakePages.Trouble value) {
    trouble = value;
  }

  synchronized void add(Disk disk) {
    disks.put(disk.getName(), disk);
  }

  synchronized void add(MachineType type) {
    machineTypes.add(type);
  }

  synchronized void publish(String vm, GuestAttributes attributes) {
    guestAttributes.put(vm, attributes);
  }

  synchronized List<FakeVm> vms() {
    return List.copyOf(vms.values());
  }

  synchronized FakeVm vm(String name) {
    return Optional.ofNullable(vms.get(name)).orElseThrow();
  }

  /** Changes an instance behind everybody's back. */
  synchronized void change(String name, Consumer<Instance.Builder> change) {
    FakeVm vm = vm(name);
    Instance.Builder changed = vm.instance.toBuilder();
    change.accept(changed);
    vm.instance = changed.build();
    vm.touch();
  }

  /** Google takes an instance back. */
  synchronized void preempt(String name) {
    FakeVm vm = vms.remove(name);
    if (vm != null) {
      detachDisks(vm);
      onDeleted.accept(vm);
    }
  }

  /** Another one just like it, but for its name. */
  synchronized void copy(String name, String other) {
    FakeVm vm = vm(name);
    Instance wanted = vm.instance.toBuilder().setName(other).build();
    vms.put(other, new FakeVm(vm.zone, "", "", number++, wanted));
  }

  synchronized Map<String, Map<String, String>> leftovers() {
    Map<String, Map<String, String>> found = new HashMap<>();
    disks.values().stream()
        .filter(disk -> disk.getUsersCount() == 0)
        .forEach(disk -> found.put(disk.getName(), disk.getLabelsMap()));
    return found;
  }

  synchronized List<Disk> disks() {
    return List.copyOf(disks.values());
  }

  // The API.

  synchronized Operation insert(InsertInstanceRequest request, FakeFaults faults) {
    String zone = request.getZone();
    Instance wanted = request.getInstanceResource();
    FakeRules.checkRequestId(request.getRequestId());
    FakeRules.checkInstance(zone, wanted);
    String known = requests.get(zone + request.getRequestId());
    if (known != null) {
      return operations.find(known);
    }
    if (vms.containsKey(wanted.getName())) {
      throw new FakeError(
          409,
          "alreadyExists",
          "The resource 'projects/p/zones/"
              + zone
              + "/instances/"
              + wanted.getName()
              + "' already exists");
    }
    FakeOperations.Pending pending = operations.begin("insert", zone, faults);
    if (remembersRequests) {
      requests.put(zone + request.getRequestId(), pending.operation.getName());
    }
    pending.end = faults.lateError(zone);
    FakeVm vm =
        new FakeVm(zone, request.getRequestId(), pending.operation.getName(), number++, wanted);
    vms.put(vm.name(), vm);
    attachDisks(vm);
    pending.undo =
        () -> {
          vms.remove(vm.name());
          detachDisks(vm);
        };
    if (pending.end.isEmpty()) {
      onMade.accept(vm);
    }
    return operations.answer(pending);
  }

  private void attachDisks(FakeVm vm) {
    for (int i = 0; i < vm.instance.getDisksCount(); i++) {
      var wanted = vm.instance.getDisks(i).getInitializeParams();
      String name = i == 0 ? vm.name() : vm.name() + "-" + i;
      disks.put(
          name,
          Disk.newBuilder()
              .setName(name)
              .setZone("https://www.googleapis.com/compute/v1/projects/p/zones/" + vm.zone)
              .setSizeGb(wanted.getDiskSizeGb())
              .putAllLabels(wanted.getLabelsMap())
              .addUsers("projects/p/zones/" + vm.zone + "/instances/" + vm.name())
              .build());
    }
  }

  private void detachDisks(FakeVm vm) {
    disks
        .values()
        .removeIf(disk -> disk.getUsersList().stream().anyMatch(u -> u.endsWith("/" + vm.name())));
  }

  synchronized Operation operation(String name) {
    return operations.find(name);
  }

  private FakeVm find(String zone, String name) {
    FakeVm vm = vms.get(name);
    if (vm == null || !vm.zone.equals(zone)) {
      throw FakeError.notFound("projects/p/zones/" + zone + "/instances/" + name);
    }
    return vm;
  }

  synchronized Instance instance(String zone, String name) {
    return find(zone, name).instance;
  }

  synchronized Operation delete(String zone, String name, FakeFaults faults) {
    FakeVm vm = find(zone, name);
    vms.remove(name);
    detachDisks(vm);
    onDeleted.accept(vm);
    return operations.answer(operations.begin("delete", zone, faults));
  }

  synchronized Operation setLabels(SetLabelsInstanceRequest request, FakeFaults faults) {
    FakeVm vm = find(request.getZone(), request.getInstance());
    var wanted = request.getInstancesSetLabelsRequestResource();
    FakeRules.checkLabels(wanted.getLabelsMap());
    if (!wanted.getLabelFingerprint().equals(vm.instance.getLabelFingerprint())) {
      throw new FakeError(
          412,
          "conditionNotMet",
          "Labels fingerprint either invalid or resource labels have changed");
    }
    vm.instance = vm.instance.toBuilder().clearLabels().putAllLabels(wanted.getLabelsMap()).build();
    vm.touch();
    return operations.answer(operations.begin("setLabels", request.getZone(), faults));
  }

  synchronized Operation setMetadata(SetMetadataInstanceRequest request, FakeFaults faults) {
    FakeVm vm = find(request.getZone(), request.getInstance());
    var wanted = request.getMetadataResource();
    if (!wanted.getFingerprint().equals(vm.instance.getMetadata().getFingerprint())) {
      throw new FakeError(412, "conditionNotMet", "Supplied fingerprint does not match");
    }
    vm.instance = vm.instance.toBuilder().setMetadata(wanted).build();
    vm.touch();
    return operations.answer(operations.begin("setMetadata", request.getZone(), faults));
  }

  synchronized GuestAttributes guestAttributes(GetGuestAttributesInstanceRequest request) {
    FakeVm vm = find(request.getZone(), request.getInstance());
    require(request.getQueryPath().equals("hostkeys/"), "query path " + request.getQueryPath());
    GuestAttributes found = guestAttributes.get(vm.name());
    if (found == null || !vm.metadata("enable-guest-attributes").equals(Optional.of("TRUE"))) {
      throw FakeError.notFound("hostkeys/");
    }
    return found;
  }

  synchronized InstanceAggregatedList instances(
      AggregatedListInstancesRequest request, FakeFaults faults) {
    vms.values().forEach(vm -> vm.listings++);
    List<FakeVm> shown =
        vms.values().stream()
            .filter(vm -> vm.listings > hiddenListings)
            .filter(vm -> FakePages.fits(request.getFilter(), vm.instance.getLabelsMap()))
            .toList();
    return FakePages.instances(
        shown, request.getPageToken(), Math.min(pageSize, request.getMaxResults()), trouble);
  }

  synchronized DiskAggregatedList disks(AggregatedListDisksRequest request) {
    List<Disk> shown =
        disks.values().stream()
            .filter(disk -> FakePages.fits(request.getFilter(), disk.getLabelsMap()))
            .toList();
    return FakePages.disks(
        shown, request.getPageToken(), Math.min(pageSize, request.getMaxResults()));
  }

  synchronized Operation deleteDisk(DeleteDiskRequest request) {
    Disk disk = disks.get(request.getDisk());
    if (disk == null) {
      throw FakeError.notFound("disks/" + request.getDisk());
    }
    if (disk.getUsersCount() > 0 || disk.getLabelsMap().containsKey("in-use-after-all")) {
      throw new FakeError(
          400, "resourceInUseByAnotherResource", "The disk resource is already being used");
    }
    disks.remove(request.getDisk());
    return operations.answer(operations.begin("delete", request.getZone(), new FakeFaults()));
  }

  synchronized MachineTypeList machineTypes(ListMachineTypesRequest request) {
    return FakePages.machineTypes(
        machineTypes, request.getPageToken(), Math.min(pageSize, request.getMaxResults()));
  }
}
