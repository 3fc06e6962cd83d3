package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Accelerators;
import com.google.cloud.compute.v1.DeprecationStatus;
import com.google.cloud.compute.v1.MachineType;
import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.util.List;

/** Types for tests, as they are configured and as the fake lists them. */
final class GceTypes {
  static final InstanceType E2 =
      InstanceType.builder("small", 2, 2L << 30, new BigDecimal("0.0167"))
          .providerType("e2-small")
          .build();
  static final InstanceType N2 =
      InstanceType.builder("n2-standard-4", 4, 16L << 30, new BigDecimal("0.194")).build();
  static final InstanceType SPOT =
      InstanceType.builder("n2-standard-4.spot", 4, 16L << 30, new BigDecimal("0.05"))
          .providerType("n2-standard-4")
          .preemptible(true)
          .build();

  private GceTypes() {}

  static List<MachineType> listed() {
    return List.of(
        machine("e2-small", 2, 2048).build(),
        machine("n2-standard-4", 4, 16384).build(),
        machine("n1-standard-1", 1, 3840)
            .setDeprecated(DeprecationStatus.newBuilder().setState("DEPRECATED"))
            .build(),
        machine("g2-standard-4", 4, 16384)
            .addAccelerators(
                Accelerators.newBuilder()
                    .setGuestAcceleratorType("nvidia-l4")
                    .setGuestAcceleratorCount(1))
            .build(),
        machine("odd-standard-9", 9, 9216).build());
  }

  private static MachineType.Builder machine(String name, int vcpus, int mib) {
    return MachineType.newBuilder()
        .setName(name)
        .setGuestCpus(vcpus)
        .setMemoryMb(mib)
        .setZone("us-central1-a");
  }
}
