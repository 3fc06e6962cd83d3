package io.dispatchcloud.test.stub;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.Dispatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@DisplayName("The production dispatcher, over real SSH, in a cloud where everything goes wrong")
class FullScenarioTest {
  private static final Logger LOG = LoggerFactory.getLogger(FullScenarioTest.class);

  private static Set<Thread> threadsBefore = Set.of();

  private final StubQueue queue = new StubQueue();
  private final List<DispatchEvent> events = new CopyOnWriteArrayList<>();

  static LongStream seeds() {
    long first = Long.getLong("dispatch.seed", 1);
    return LongStream.range(first, first + (Boolean.getBoolean("dispatch.soak") ? 50 : 3));
  }

  @BeforeAll
  static void noteThreads() {
    threadsBefore = ourThreads();
  }

  @AfterAll
  static void nothingRunsOn() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(ourThreads()).isSubsetOf(threadsBefore));
  }

  @Execution(ExecutionMode.CONCURRENT) // each seed mostly waits
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("STUB-2 200 containers end, none runs twice at once, and nothing is left")
  void fullScenario(long seed) throws Exception {
    Instant began = Instant.now();

    try (StubDriver cloud = new StubDriver(FullScenario.cloud(seed, queue))) {
      FullScenario.submit(seed, FullScenario.CONTAINERS, queue);
      try (Dispatcher dispatcher = dispatcher(cloud)) {
        dispatcher.start();
        boolean finished = queue.awaitFinished(Duration.ofMinutes(3));
        assertThat(finished).as(() -> "all end; these have not:\n" + waiting(dispatcher)).isTrue();
        FullScenario.empty(dispatcher, cloud);
        log(seed, Duration.between(began, Instant.now()), cloud);
      }
      checkBySuccessor(cloud);
      new Aftermath(queue, cloud).check();
      assertItWentWrong();
    }
  }

  private Dispatcher dispatcher(StubDriver cloud) {
    return Dispatcher.builder(FullScenario.config())
        .driver(cloud, Map.of())
        .controller(queue)
        .listener(events::add)
        .build();
  }

  /** There is no more to do for one that comes after it. */
  private void checkBySuccessor(StubDriver cloud) throws Exception {
    try (Dispatcher successor = dispatcher(cloud)) {
      successor.start();
      assertThat(successor.drain(Duration.ofSeconds(30))).as("all instances are gone").isTrue();
    }
  }

  private void assertItWentWrong() {
    assertThat(events)
        .extracting(DispatchEvent::detail)
        .as("what went wrong")
        .contains("stub: no room for full")
        .contains("stub: there may be no more than " + FullScenario.QUOTA + " VMs");
  }

  private static Set<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dispatch"))
        .collect(toSet());
  }

  private String waiting(Dispatcher dispatcher) {
    StringBuilder text = new StringBuilder();
    dispatcher.snapshot().containers().stream()
        .filter(view -> !view.container().state().isFinal())
        .forEach(
            view ->
                text.append(view.container().id())
                    .append(": ")
                    .append(view.status())
                    .append(' ')
                    .append(queue.changes(view.container().id()))
                    .append('\n'));
    dispatcher.snapshot().workers().forEach(worker -> text.append(worker).append('\n'));
    return text.toString();
  }

  private void log(long seed, Duration took, StubDriver cloud) {
    Map<DispatchEvent.Kind, Long> counts =
        new TreeMap<>(events.stream().collect(groupingBy(DispatchEvent::kind, counting())));
    LOG.info(
        "full scenario, seed {}: {} containers on {} VMs in {} ms; {} runs; {}",
        seed,
        FullScenario.CONTAINERS,
        cloud.vms().size(),
        took.toMillis(),
        cloud.runs().size(),
        counts);
  }
}
