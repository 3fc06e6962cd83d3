package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A sieve")
class SieveTest {
  @ParameterizedTest(name = "of {0} ids")
  @DisplayName("lets all of its ids through, and few others")
  @ValueSource(ints = {0, 1, 10, 5_000})
  void holds(int count) {
    List<ContainerId> held = ids("held", count);

    Sieve sieve = Sieve.of(held);

    assertThat(held).allMatch(sieve::mayHold);
    assertThat(ids("other", 10_000).stream().filter(sieve::mayHold).count()).isLessThan(1_500);
    assertThat(held).allMatch(Sieve.ALL::mayHold);
  }

  private static List<ContainerId> ids(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ContainerId("%s-%06d".formatted(prefix, i)))
        .toList();
  }
}
