package io.dispatchcloud.api.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CONF what describes instances")
class InstanceTypeTest {
  private static final InstanceType SMALL = type(1, 1, "0.1").build();

  private static InstanceType.Builder type(int vcpus, long ram, String price) {
    return InstanceType.builder("small", vcpus, ram, new BigDecimal(price));
  }

  private static Arguments refusal(String message, ThrowingCallable what) {
    return Arguments.of(message, what);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("vcpus of small: '0'", () -> type(0, 1, "1").build()),
        refusal("ram of small: '0'", () -> type(1, 0, "1").build()),
        refusal("price of small: '-0.1'", () -> type(1, 1, "-0.1").build()),
        refusal(
            "includedScratch of small: '-1'", () -> type(1, 1, "1").includedScratch(-1).build()),
        refusal("addedScratch of small: '-2'", () -> type(1, 1, "1").addedScratch(-2).build()),
        refusal(
            "addedScratch of small: '1'",
            () -> type(1, 1, "1").includedScratch(Long.MAX_VALUE).addedScratch(1).build()),
        refusal(
            "providerType of small: nothing given",
            () -> type(1, 1, "1").providerType(" ").build()),
        refusal(
            "instance type: nothing given",
            () -> InstanceType.builder("", 1, 1, BigDecimal.ONE).build()),
        refusal("gpu.deviceCount: '-1'", () -> new GpuDevices("cuda", "12", "9.0", -1, 0)),
        refusal("gpu.vram: '-1'", () -> new GpuDevices("cuda", "12", "9.0", 1, -1)),
        refusal("gpu.stack: nothing given", () -> new GpuDevices("", "12", "9.0", 1, 0)),
        refusal("instance id: nothing given", () -> new InstanceId(" ")),
        refusal("quota group: nothing given", () -> new QuotaGroup("")),
        refusal(
            "retryAfter: 'PT-1S'", () -> new RateLimitException("slow", Duration.ofSeconds(-1))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @DisplayName("is refused with the field and the value if it is wrong")
  void refuses(String message, ThrowingCallable what) {
    assertThatIllegalArgumentException()
        .isThrownBy(what)
        .withMessageStartingWith(message)
        .withMessageContaining("; expected ");
  }

  @Test
  @DisplayName("has all scratch space together, and the provider's name if none is said")
  void parts() {
    InstanceType type = type(2, 4, "0.1").includedScratch(10).addedScratch(5).build();

    assertThat(type.scratch()).isEqualTo(15);
    assertThat(type.providerType()).isEqualTo("small");
    assertThat(type.gpu()).isEqualTo(GpuDevices.NONE);
    assertThat(type.preemptible()).isFalse();
    assertThat(type).hasToString("small");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a/b", "a\n", "\u00e4"})
  @DisplayName("SET-5 an instance set id that no tag could hold is refused")
  void wrongSetId(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InstanceSetId(value))
        .withMessageStartingWith("instance set id: '" + value + "'; expected");
  }

  @Test
  @DisplayName("SET-5 an instance set id has at most 63 characters")
  void longSetId() {
    assertThat(new InstanceSetId("a".repeat(63))).hasToString("a".repeat(63));
    assertThatIllegalArgumentException().isThrownBy(() -> new InstanceSetId("a".repeat(64)));
  }

  @Test
  @DisplayName("SSH-7 a create request shows neither its init command nor its tags")
  void silentRequest() {
    CreateRequest request =
        new CreateRequest(
            SMALL,
            "img-1",
            Map.of("InstanceSecret", "hunter2"),
            "echo hunter2 >/secret",
            "ssh-ed25519 hunter2",
            "token-hunter2");

    assertThat(request).hasToString("create small of img-1");
  }

  @Test
  @DisplayName("SET-2 a create request is a copy, and keeps its token with other tags")
  void copiesRequest() {
    Map<String, String> tags = new HashMap<>(Map.of("a", "1"));
    CreateRequest request = new CreateRequest(SMALL, "", tags, "", null, "t-1");
    tags.put("a", "2");

    assertThat(request.tags()).containsExactly(Map.entry("a", "1"));
    assertThat(request.withTags(Map.of("b", "3")))
        .isEqualTo(new CreateRequest(SMALL, "", Map.of("b", "3"), "", null, "t-1"));
  }
}
