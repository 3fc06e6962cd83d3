package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import io.dispatchcloud.core.sizing.Sizer.Overheads;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ROOM what is left of an instance")
class RoomTest {
  private static final long MAX = Long.MAX_VALUE;
  private static final Sizer SIZER = new Sizer(List.of(), Overheads.NONE, BigDecimal.ONE);
  private static final InstanceType TYPE =
      InstanceType.builder("t", 4, 1000, BigDecimal.ONE)
          .includedScratch(100)
          .gpu(new GpuDevices("cuda", "12.0", "9.0", 2, 16))
          .build();

  private static Resources takes(Needs needs) {
    return SIZER.resources(needs);
  }

  private static Resources vcpus(int count) {
    return takes(Needs.of(count, 0));
  }

  private static Resources gpus(int devices, long vram) {
    GpuNeeds gpu = new GpuNeeds("cuda", devices, "12.0", List.of("9.0"), vram);
    return takes(Needs.builder(1, 0).gpu(gpu).build());
  }

  private static Room with(Resources... taken) {
    Room room = new Room(TYPE, 0);
    for (Resources each : taken) {
      room.take(each);
    }
    return room;
  }

  @Test
  @DisplayName("ROOM-1 vCPUs: the type's less those taken")
  void vcpusLeft() {
    assertThat(with().holds(vcpus(4))).isTrue();
    assertThat(with().holds(vcpus(5))).isFalse();
    assertThat(with(vcpus(1), vcpus(1)).holds(vcpus(2))).isTrue();
    assertThat(with(vcpus(1), vcpus(1)).holds(vcpus(3))).isFalse();
  }

  @Test
  @DisplayName("ROOM-1 RAM, with its overhead: the type's less what is taken")
  void ramLeft() {
    Resources half = takes(Needs.of(1, 475));

    assertThat(with(half).holds(half)).isTrue();
    assertThat(with(half).holds(takes(Needs.of(1, 476)))).isFalse();
    assertThat(with(half, half).holds(takes(Needs.of(1, 1)))).isFalse();
  }

  @Test
  @DisplayName("ROOM-1 scratch: the type's less what is taken")
  void scratchLeft() {
    Resources some = takes(Needs.builder(1, 0).tmp(60).build());

    assertThat(with(some).holds(takes(Needs.builder(1, 0).tmp(40).build()))).isTrue();
    assertThat(with(some).holds(takes(Needs.builder(1, 0).tmp(41).build()))).isFalse();
  }

  @Test
  @DisplayName("ROOM-1 GPUs and their memory: the type's less those taken")
  void gpusLeft() {
    assertThat(with(gpus(1, 16)).holds(gpus(1, 16))).isTrue();
    assertThat(with(gpus(1, 1)).holds(gpus(2, 1))).isFalse();
    assertThat(with(gpus(2, 1)).holds(gpus(1, 1))).isFalse();
    assertThat(with(gpus(2, 1)).holds(vcpus(1))).isTrue();
  }

  @Test
  @DisplayName("ROOM-1 GPU memory beyond a long is the greatest long, and does not wrap round")
  void vramSaturates() {
    InstanceType huge =
        InstanceType.builder("huge", 1, 1, BigDecimal.ONE)
            .gpu(new GpuDevices("cuda", "12.0", "9.0", 8, 1L << 61))
            .build();

    assertThat(Sizer.resources(huge).vram()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  @DisplayName("ROOM-1 one whose record is unknown leaves no room at all")
  void unknown() {
    Room room = with();
    room.takeUnknown();

    assertThat(room.holds(vcpus(0))).isFalse();
  }

  @Test
  @DisplayName("ROOM-1 more taken than there is leaves nothing, and no error")
  void overfull() {
    assertThat(with(vcpus(9)).holds(vcpus(0))).isFalse();
    Resources endless = takes(Needs.of(1, MAX));
    assertThat(with(endless, endless, endless).holds(vcpus(0))).isFalse();
  }

  @Test
  @DisplayName("ROOM-2 none asked is a sliver: beside 3 of 4 vCPUs, never beside all 4")
  void sliver() {
    assertThat(with(vcpus(3)).holds(vcpus(0))).isTrue();
    assertThat(with(vcpus(4)).holds(vcpus(0))).isFalse();
    assertThat(with(vcpus(0)).holds(vcpus(4))).isFalse();
    assertThat(with(vcpus(0)).holds(vcpus(3))).isTrue();
    assertThat(with(vcpus(0), vcpus(0), vcpus(0)).holds(vcpus(3))).isTrue();
    assertThat(with(vcpus(0)).holds(vcpus(0))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @DisplayName("ROOM-3 holds so many containers and no more")
  void limit(int containersMax) {
    Room room = new Room(TYPE, containersMax);
    for (int i = 0; i < containersMax; i++) {
      assertThat(room.holds(vcpus(0))).isTrue();
      room.take(vcpus(0));
    }

    assertThat(room.holds(vcpus(0))).isFalse();
  }

  @Test
  @DisplayName("ROOM-3 no limit: as many as there is room for")
  void noLimit() {
    Room room = new Room(TYPE, 0);
    for (int i = 0; i < 4_000; i++) {
      room.take(vcpus(0));
    }

    assertThat(room.holds(vcpus(0))).isFalse();
  }

  @Test
  @DisplayName("MET the dominant share is the largest part of the instance that is taken")
  void dominantShare() {
    Resources all = Sizer.resources(TYPE);

    assertThat(all.dominantShare(vcpus(1))).isEqualTo(0.25);
    assertThat(all.dominantShare(takes(Needs.of(1, 475)))).isEqualTo(0.5);
    assertThat(all.dominantShare(gpus(2, 16))).isEqualTo(1);
    assertThat(all.dominantShare(vcpus(400))).isEqualTo(1);
    assertThat(all.dominantShare(Resources.NONE)).isZero();
  }
}
