package io.dispatchcloud.api.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("QUEUE the values of the queue")
class QueueTypesTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Container CONTAINER =
      Container.queued(ContainerSpec.builder("a", Needs.of(1, 1), RunSpec.of("true")).build(), T0);
  private static final Sizing SIZING =
      Sizing.fits(List.of(InstanceType.builder("small", 1, 1, BigDecimal.ONE).build()));
  private static final InstanceSetId SET = new InstanceSetId("set");

  private static Arguments refusal(String message, ThrowingCallable what) {
    return Arguments.of(message, what);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("maxDispatchAttempts: '0'", () -> new AttemptLimits(0, 3)),
        refusal("maxRetryAttempts: '-1'", () -> new AttemptLimits(1, -1)),
        refusal("fence: '0'", () -> new Owner(SET, 0)),
        refusal("duration: 'PT0S'", () -> new Lease(new Owner(SET, 1), Duration.ZERO)),
        refusal("sizing: expected either types or an error", () -> Sizing.nothingFits("")),
        refusal("sizing: expected either types or an error", () -> Sizing.fits(List.of())));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @DisplayName("are refused with the field and the value if they are wrong")
  void refuses(String message, ThrowingCallable what) {
    assertThatIllegalArgumentException().isThrownBy(what).withMessageStartingWith(message);
  }

  @Test
  @DisplayName("CTR-3, CTR-7 the usual limits are ten failed starts and three lost attempts")
  void limits() {
    assertThat(AttemptLimits.DEFAULT).isEqualTo(new AttemptLimits(10, 3));
  }

  @Test
  @DisplayName("QUEUE-4 an entry keeps its types and its first sight with a newer container")
  void entry() {
    QueueEntry entry = new QueueEntry(CONTAINER, SIZING, T0);

    assertThat(entry.withContainer(CONTAINER.locked(SET, 1)))
        .isEqualTo(new QueueEntry(CONTAINER.locked(SET, 1), SIZING, T0));
    assertThat(entry.withContainer(CONTAINER)).isSameAs(entry);
  }

  @Test
  @DisplayName("TYPE-4 a sizing either fits or says why not")
  void sizing() {
    assertThat(SIZING.fits()).isTrue();
    assertThat(Sizing.nothingFits("too big").fits()).isFalse();
  }

  @Test
  @DisplayName("QUEUE-3 a page is the last if nothing says what comes next")
  void pages() {
    assertThat(new Page<>(List.of(1), "").isLast()).isTrue();
    assertThat(new Page<>(List.of(), "x").isLast()).isFalse();
  }

  @Test
  @DisplayName("QUEUE-2 a conflict tells how things are, or that there is nothing")
  void conflict() {
    assertThat(new ConflictException("no", CONTAINER).current()).contains(CONTAINER);
    assertThat(new ConflictException("no", null).current()).isEmpty();
  }
}
