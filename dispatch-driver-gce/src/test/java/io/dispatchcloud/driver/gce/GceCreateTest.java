package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Scheduling;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("GCE-2 creating")
class GceCreateTest {
  private GceBench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new GceBench();
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private static InstanceType gpu(String machine, String target) {
    return InstanceType.builder("gpu", 4, 1L << 34, BigDecimal.ONE)
        .providerType(machine)
        .gpu(new GpuDevices("cuda", "12.0", target, 2, 16L << 30))
        .build();
  }

  private Instance made(InstanceType type) throws CloudException {
    return bench.make(bench.open(), GceBench.request(type, UUID.randomUUID().toString())).instance;
  }

  @Test
  @DisplayName("GCE-2 name and request id follow from the token, and no other request has them")
  void names() throws Exception {
    InstanceSet set = bench.open();
    FakeVm first = bench.make(set, GceBench.request(GceTypes.E2, "kit-1"));
    FakeVm second = bench.make(set, GceBench.request(GceTypes.E2, "kit-2"));
    FakeVm others = bench.make(bench.open("set-2"), GceBench.request(GceTypes.E2, "kit-1"));
    assertThat(List.of(first.name(), second.name(), others.name())).doesNotHaveDuplicates();
    assertThat(first.name()).isEqualTo("dispatch-" + first.requestId.replace("-", ""));
    assertThat(UUID.fromString(first.requestId)).isNotEqualTo(new UUID(0, 0));
  }

  @Test
  @DisplayName("GCE-2 a repeat makes no second VM, also where the server forgot the request id")
  void repeat() throws Exception {
    InstanceSet set = bench.open();
    CreateRequest request = GceBench.request(GceTypes.E2, "kit-1");
    String first = set.create(request).id().value();
    assertThat(set.create(request).id().value()).isEqualTo(first);
    bench.fake.project.forgetRequests();
    assertThat(set.create(request).id().value()).isEqualTo(first);
    assertThat(bench.fake.project.vms()).hasSize(1);
  }

  @Test
  @DisplayName("SET-5 somebody else's instance of that name is not taken for ours")
  void nameTaken() throws Exception {
    InstanceSet set = bench.open();
    CreateRequest request = GceBench.request(GceTypes.E2, "kit-1");
    FakeVm vm = bench.make(set, request);
    bench.fake.project.forgetRequests();
    bench.fake.project.change(vm.name(), each -> each.putLabels(Ownership.LABEL, "set-2"));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.create(request))
        .withMessageContaining("somebody else's");
  }

  @Test
  @DisplayName("GCE-2 labels hold tags and whose it is")
  void labels() throws Exception {
    Map<String, String> tags = Map.of(GceBench.ID_KEY, "set-1", "team", "a.b", "note", "x y");
    FakeVm vm = bench.make(bench.open(), GceBench.request(GceTypes.E2, "kit-1", tags));
    assertThat(vm.instance.getLabelsMap())
        .isEqualTo(
            Map.of(
                "x-_dispatch_instance_set_i_d", "set-1",
                "team", "x-a_22eb",
                "note", "x-x_220y",
                "dispatch-instance-set", "set-1"));
    assertThat(vm.metadata(Tagging.ITEM)).isEmpty();
  }

  @Test
  @DisplayName("GCE-2 what can't be a label goes to metadata, and comes back")
  void metadataTags() throws Exception {
    Map<String, String> tags = Map.of(GceBench.ID_KEY, "set-1", "note", "long ".repeat(50));
    InstanceSet set = bench.open();
    FakeVm vm = bench.make(set, GceBench.request(GceTypes.E2, "kit-1", tags));
    assertThat(vm.instance.getLabelsMap()).doesNotContainKey("note");
    assertThat(vm.metadata(Tagging.ITEM)).isPresent();
    assertThat(set.instances(Map.of()).get(0).tags()).isEqualTo(tags);
  }

  @Test
  @DisplayName("GCE-2 startup-script is the init command, ssh-keys the public key")
  void metadata() throws Exception {
    FakeVm vm = bench.make(bench.open(), GceBench.request(GceTypes.E2, "kit-1"));
    assertThat(vm.metadata("startup-script")).contains("#!/bin/sh\necho hello > /hello");
    assertThat(vm.metadata("ssh-keys")).contains("dispatch:" + GceBench.PUBLIC_KEY);
    assertThat(vm.metadata("enable-oslogin")).contains("FALSE");
    assertThat(vm.metadata("enable-guest-attributes")).isEmpty();
  }

  @Test
  @DisplayName("GCE-2 a script stays what it is, and nothing needs no script and no key")
  void script() throws Exception {
    InstanceSet set = bench.open();
    CreateRequest script =
        new CreateRequest(GceTypes.E2, "", Map.of(), "#!/bin/bash\nset -e", null, "kit-1");
    FakeVm vm = bench.make(set, script);
    assertThat(vm.metadata("startup-script")).contains("#!/bin/bash\nset -e");
    assertThat(vm.metadata("ssh-keys")).isEmpty();
    CreateRequest none = new CreateRequest(GceTypes.E2, "", Map.of(), "", null, "kit-2");
    assertThat(bench.make(set, none).metadata("startup-script")).isEmpty();
  }

  @Test
  @DisplayName("GCE-2 preemptible is SPOT, and DELETE when Google takes it back")
  void spot() throws Exception {
    Scheduling scheduling = made(GceTypes.SPOT).getScheduling();
    assertThat(scheduling.getProvisioningModel()).isEqualTo("SPOT");
    assertThat(scheduling.getInstanceTerminationAction()).isEqualTo("DELETE");
    assertThat(scheduling.getOnHostMaintenance()).isEqualTo("TERMINATE");
    Scheduling usual = made(GceTypes.N2).getScheduling();
    assertThat(usual.hasProvisioningModel()).isFalse();
    assertThat(usual.hasOnHostMaintenance()).isFalse();
    assertThat(usual.getAutomaticRestart()).isFalse();
  }

  @Test
  @DisplayName("GCE-2 addedScratch is a second disk in whole GiB that goes with the instance")
  void scratch() throws Exception {
    bench.with("diskType", "pd-ssd").with("diskSize", "20GiB");
    InstanceType type =
        InstanceType.builder("s", 2, 1L << 30, BigDecimal.ONE)
            .providerType("e2-small")
            .addedScratch((100L << 30) + 1)
            .build();
    Instance made = made(type);
    assertThat(made.getDisksList()).hasSize(2).allMatch(AttachedDisk::getAutoDelete);
    assertThat(made.getDisks(0).getInitializeParams().getDiskSizeGb()).isEqualTo(20);
    AttachedDisk scratch = made.getDisks(1);
    assertThat(scratch.getInitializeParams().getDiskSizeGb()).isEqualTo(101);
    assertThat(scratch.getInitializeParams().getDiskType())
        .isEqualTo("zones/us-central1-a/diskTypes/pd-ssd");
    assertThat(scratch.getDeviceName()).isEqualTo("dispatch-scratch");
    assertThat(scratch.getInitializeParams().getLabelsMap())
        .containsEntry(Ownership.LABEL, "set-1")
        .containsEntry("x-_dispatch_shared", "yes");
  }

  @Test
  @DisplayName("GCE-2 GPUs are guest accelerators, with TERMINATE maintenance")
  void gpus() throws Exception {
    Instance made = made(gpu("n1-standard-4", "7.5"));
    assertThat(made.getGuestAcceleratorsList())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.getAcceleratorCount()).isEqualTo(2);
              assertThat(each.getAcceleratorType())
                  .isEqualTo("zones/us-central1-a/acceleratorTypes/nvidia-tesla-t4");
            });
    assertThat(made.getScheduling().getOnHostMaintenance()).isEqualTo("TERMINATE");
    Instance builtIn = made(gpu("g2-standard-24", "8.9"));
    assertThat(builtIn.getGuestAcceleratorsCount()).isZero();
    assertThat(builtIn.getScheduling().getOnHostMaintenance()).isEqualTo("TERMINATE");
  }

  @Test
  @DisplayName("GCE-2 a GPU that nobody has is refused before anything is asked for")
  void noGpu() throws Exception {
    InstanceSet set = bench.open();
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.create(GceBench.request(gpu("n1-standard-4", "3.5"), "kit-1")))
        .withMessageContaining("'3.5'")
        .withMessageContaining("7.5");
    assertThat(bench.count("POST", "/instances")).isZero();
  }

  @Test
  @DisplayName("GCE-1 quota groups are of machine families, of GPUs, and of preemptible ones")
  void quotaGroups() throws Exception {
    InstanceSet set = bench.with("quotaGroups", List.of("e2=shared")).open();
    assertThat(set.quotaGroup(GceTypes.E2).name()).isEqualTo("shared");
    assertThat(set.quotaGroup(GceTypes.N2).name()).isEqualTo("n2");
    assertThat(set.quotaGroup(GceTypes.SPOT).name()).isEqualTo("n2-spot");
    assertThat(set.quotaGroup(gpu("n1-standard-4", "7.5")).name()).isEqualTo("n1-nvidia-tesla-t4");
    assertThat(set.quotaGroup(gpu("n1-standard-4", "3.5")).name()).isEqualTo("n1-gpu");
    assertThat(set.quotaGroup(gpu("a2-highgpu-2g", "8.0")).name()).isEqualTo("a2");
    assertThat(set.quotaGroup(gpu("a2", "8.0")).name()).isEqualTo("a2");
  }

  @Test
  @DisplayName("GCE-1 network, subnetwork and image: by name, or in full")
  void network() throws Exception {
    Instance usual = made(GceTypes.E2);
    assertThat(usual.getNetworkInterfaces(0).getNetwork()).isEqualTo("global/networks/default");
    assertThat(usual.getNetworkInterfaces(0).getAccessConfigsCount()).isZero();
    assertThat(usual.getDisks(0).getInitializeParams().getSourceImage())
        .isEqualTo("projects/debian-cloud/global/images/family/debian-12");
    bench.with("subnetwork", "inner");
    Instance named = made(GceTypes.E2);
    assertThat(named.getNetworkInterfaces(0).hasNetwork()).isFalse();
    assertThat(named.getNetworkInterfaces(0).getSubnetwork())
        .isEqualTo("regions/us-central1/subnetworks/inner");
    bench.with("subnetwork", "projects/h/regions/r/subnetworks/s").with("network", "vpc");
    Instance full = made(GceTypes.E2);
    assertThat(full.getNetworkInterfaces(0).getNetwork()).isEqualTo("global/networks/vpc");
    assertThat(full.getNetworkInterfaces(0).getSubnetwork())
        .isEqualTo("projects/h/regions/r/subnetworks/s");
    bench.with("network", "projects/h/global/networks/n");
    assertThat(made(GceTypes.E2).getNetworkInterfaces(0).getNetwork())
        .isEqualTo("projects/h/global/networks/n");
  }

  @Test
  @DisplayName("GCE-2 an image is one of the project's own, unless its whole path is given")
  void images() throws Exception {
    InstanceSet set = bench.open();
    for (String[] each :
        new String[][] {
          {"mine", "global/images/mine"},
          {"projects/o/global/images/theirs", "projects/o/global/images/theirs"}
        }) {
      CreateRequest request =
          new CreateRequest(GceTypes.E2, each[0], Map.of(), "", null, UUID.randomUUID() + "");
      assertThat(
              bench.make(set, request).instance.getDisks(0).getInitializeParams().getSourceImage())
          .isEqualTo(each[1]);
    }
  }

  @Test
  @DisplayName("GCE-1 instances act as the service account that is given, or as nobody")
  void serviceAccount() throws Exception {
    assertThat(made(GceTypes.E2).getServiceAccountsCount()).isZero();
    bench.with("serviceAccountEmail", "a@p.iam.gserviceaccount.com").with("scopes", "one");
    assertThat(made(GceTypes.E2).getServiceAccountsList())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.getEmail()).isEqualTo("a@p.iam.gserviceaccount.com");
              assertThat(each.getScopesList()).containsExactly("one");
            });
  }

  @Test
  @DisplayName("GCE-1 instances are reached from inside, or by an external address")
  void address() throws Exception {
    InstanceSet inside = bench.open();
    FakeVm first = bench.make(inside, GceBench.request(GceTypes.E2, "kit-1"));
    inside.instances(Map.of());
    assertThat(inside.instances(Map.of()).get(0).address()).contains(first.address());
    InstanceSet outside = bench.with("externalAddress", true).open("set-2");
    bench.make(outside, GceBench.request(GceTypes.E2, "kit-1"));
    outside.instances(Map.of());
    Optional<String> address = outside.instances(Map.of()).get(0).address();
    assertThat(address.orElseThrow()).startsWith("34.");
  }
}
