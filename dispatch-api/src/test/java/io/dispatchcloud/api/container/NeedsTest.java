package io.dispatchcloud.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("CTR-6 what a container needs")
class NeedsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private static GpuNeeds gpu(String stack, int devices, long vram) {
    return new GpuNeeds(stack, devices, "11.0", List.of("8.0"), vram);
  }

  private static RunResult result(int status) {
    return new RunResult(status, T0, T0, OutputTail.EMPTY, OutputTail.EMPTY);
  }

  private static Arguments refusal(String field, String value, ThrowingCallable what) {
    return Arguments.of(field, value, what);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("vcpus", "-1", () -> Needs.of(-1, 1)),
        refusal("ram", "-2", () -> Needs.of(1, -2)),
        refusal("cacheRam", "-3", () -> Needs.builder(1, 1).cacheRam(-3).build()),
        refusal("tmp", "-4", () -> Needs.builder(1, 1).tmp(-4)),
        refusal("imageSize", "-5", () -> Needs.builder(1, 1).imageSize(-5).build()),
        refusal("cacheDisk", "-6", () -> Needs.builder(1, 1).cacheDisk(-6).build()),
        refusal("tmp", "1", () -> Needs.builder(1, 1).tmp(Long.MAX_VALUE).tmp(1)),
        refusal("gpu.deviceCount", "-7", () -> gpu("cuda", -7, 0)),
        refusal("gpu.vram", "-8", () -> gpu("cuda", 1, -8)),
        refusal("exitStatus", "-1", () -> result(-1)),
        refusal("exitStatus", "256", () -> result(256)),
        refusal("length", "2", () -> new OutputTail(new byte[3], 2)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @DisplayName("is refused with the field and the value if it is out of range")
  void refuses(String field, String value, ThrowingCallable what) {
    assertThatIllegalArgumentException()
        .isThrownBy(what)
        .withMessageStartingWith(field + ": '" + value + "'; expected");
  }

  @Test
  @DisplayName("has a GPU stack where devices are asked for")
  void stack() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gpu("", 1, 0))
        .withMessageStartingWith("gpu.stack: nothing given; expected cuda or rocm");
  }

  @Test
  @DisplayName("has the sum of the tmp mounts")
  void sums() {
    assertThat(Needs.builder(1, 1).tmp(2).tmp(3).build().tmp()).isEqualTo(5);
  }

  @Test
  @DisplayName("is vCPUs and RAM and nothing else unless said")
  void plain() {
    assertThat(Needs.of(2, 1024)).isEqualTo(new Needs(2, 1024, 0, 0, 0, 0, GpuNeeds.NONE));
  }
}
