package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A thousand containers on the hand-driven loop")
class ThousandContainersTest {
  @Test
  @DisplayName(
      "run once each, to their end, without a thread or a look at the clock; then all is gone")
  void run() {
    int threadsBefore = Thread.activeCount();

    VirtualDispatcher dispatcher = runAll(42);

    assertThat(dispatcher.controller.containers())
        .allSatisfy(each -> assertThat(each.state()).isEqualTo(ContainerState.COMPLETE));
    assertThat(dispatcher.starts()).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(dispatcher.cloud.living()).isEmpty();
    assertThat(dispatcher.cloud.hosts.size()).isGreaterThan(10);
    assertThat(dispatcher.snapshot().containers()).as("memory of finished things").isEmpty();
    assertThat(Thread.activeCount()).isEqualTo(threadsBefore);
  }

  @Test
  @DisplayName("make the same event log, to the byte, from the same seed")
  void deterministic() {
    List<String> first = runAll(7).log;
    List<String> second = runAll(7).log;
    List<String> other = runAll(8).log;

    assertThat(first).hasSizeGreaterThan(5_000).isEqualTo(second).isNotEqualTo(other);
  }

  static VirtualDispatcher runAll(long seed) {
    VirtualDispatcher dispatcher = new VirtualDispatcher(seed);
    Random chance = new Random(seed);
    dispatcher.cloud.payloads =
        id -> new Payload(Duration.ofSeconds(30 + (id.hashCode() & 0xff)), 0);
    for (int i = 0; i < 1_000; i++) {
      dispatcher.submit("c-%04d".formatted(i), chance.nextInt(9), 1, 1 + chance.nextInt(5));
    }
    dispatcher.start();
    dispatcher.await(dispatcher::allFinished);
    dispatcher.await(() -> dispatcher.cloud.living().isEmpty());
    dispatcher.await(() -> dispatcher.snapshot().workers().isEmpty());
    return dispatcher;
  }
}
