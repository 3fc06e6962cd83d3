package io.dispatchcloud.test.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherException;
import io.dispatchcloud.core.DispatcherState;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Dispatchers that end in the middle of the work, over real SSH")
class ReplacedDispatchersTest {
  private static final int CONTAINERS = 40;
  private static final int REPLACED = 4;

  private final StubQueue queue = new StubQueue();
  // What ran while there was no dispatcher.
  private final Set<Attempt> left = new TreeSet<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("dispatch.soak") ? 20 : 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("STUB-2 each goes on with what the one before left, and runs nothing twice at once")
  void replaced(long seed) throws Exception {
    try (StubDriver cloud = new StubDriver(FullScenario.cloud(seed, queue))) {
      FullScenario.submit(seed, CONTAINERS, queue);
      for (int i = 0; i < REPLACED; i++) {
        try (Dispatcher dispatcher = started(cloud)) {
          // It ends when some more have ended, and others are in every state that there is.
          long enough = finished() + CONTAINERS / 10;
          await().atMost(Duration.ofMinutes(1)).until(() -> finished() >= enough);
          assertThat(dispatcher.state()).isEqualTo(DispatcherState.ACTIVE);
        }
        cloud.vms().forEach(vm -> left.addAll(vm.running()));
      }
      try (Dispatcher last = started(cloud)) {
        assertThat(queue.awaitFinished(Duration.ofMinutes(3))).as("all end").isTrue();
        FullScenario.empty(last, cloud);
      }
      new Aftermath(queue, cloud).check();
      assertThat(queue.containers()).as("one that was taken over").anyMatch(this::isTakenOver);
    }
  }

  private boolean isTakenOver(Container container) {
    return container.state() == ContainerState.COMPLETE
        && container.currentAttempt().filter(left::contains).isPresent();
  }

  private long finished() {
    return queue.containers().stream().filter(each -> each.state().isFinal()).count();
  }

  private Dispatcher started(StubDriver cloud) throws DispatcherException, InterruptedException {
    Dispatcher dispatcher =
        Dispatcher.builder(FullScenario.config()).driver(cloud, Map.of()).controller(queue).build();
    dispatcher.start();
    return dispatcher;
  }
}
