package io.dispatchcloud.core.restart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.core.loop.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A dispatcher that is killed and started anew, again and again")
class RestartTest {
  private static final int KILLS = Boolean.getBoolean("dispatch.soak") ? 10 : 5;
  private static final int AT_A_TIME = 2 * DispatcherProcess.INSTANCES;
  private static final int CONTAINERS = AT_A_TIME + 4 * KILLS;
  private static final Duration LEASE = Duration.ofSeconds(8);
  private static final Duration SOON = Duration.ofMinutes(2);

  /**
   * Tells that it starts, and ends when it is let go; in the end by itself, if the test is gone.
   */
  private static final String PAYLOAD =
      """
      echo "$0" >> "$1/starts"
      for second in $(seq 900); do
        if [ -e "$1/go/$0" ] || [ -e "$1/go/all" ]; then
          exit 0
        fi
        sleep 1
      done
      exit 1
      """;

  private final long seed = Long.getLong("dispatch.restart.seed", System.nanoTime());
  private final Random chance = new Random(seed);
  private final InstantSource watch = Clocks.monotonic();
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InMemoryController store =
      new InMemoryController(() -> watch.instant().plus(ahead.get()), AttemptLimits.DEFAULT);
  private final CallKiller killer = new CallKiller(chance);
  private final Set<String> letGo = new HashSet<>();
  private int submitted;
  private Path directory;
  private ControllerServer server;
  private DispatcherChild dispatcher;

  @BeforeEach
  void prepare() throws Exception {
    directory = DispatcherChild.newDirectory();
    Files.createDirectory(directory.resolve("go"));
    server = new ControllerServer(store, killer);
  }

  @AfterEach
  void end() throws Exception {
    Files.writeString(directory.resolve("go/all"), "");
    if (dispatcher != null) {
      dispatcher.process().destroyForcibly().waitFor();
    }
    server.close();
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  @DisplayName("POOL-22 QUEUE-7 CTR-7 runs every container exactly once, and leaves no instance")
  void killedAgainAndAgain() throws Exception {
    submit(AT_A_TIME);
    startDispatcher();
    awaitAllRunning();
    assertThat(running()).hasSize(AT_A_TIME);
    assertThat(running().stream().map(Container::instance).distinct())
        .hasSize(DispatcherProcess.INSTANCES);

    for (int kill = 0; kill < KILLS; kill++) {
      if (chance.nextBoolean()) {
        awaitAllRunning();
      }
      letSomeGo(chance.nextInt(8));
      submit(chance.nextInt(8));
      killer.aimAt(dispatcher.process());
      assertThat(dispatcher.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(killer.kills()).as(story()).hasSize(kill + 1);
      // What ends while no dispatcher is there is found by the next one.
      letSomeGo(chance.nextInt(4));
      if (kill % 2 == 0) {
        // The next one comes at once, when what the last one began may not have ended yet.
        ahead.updateAndGet(time -> time.plus(LEASE));
      }
      startDispatcher();
    }
    submit(CONTAINERS);
    awaitAllRunning();
    Files.writeString(directory.resolve("go/all"), "");

    assertThat(store.awaitFinished(SOON)).as(story()).isTrue();
    assertThat(dispatcher.drain()).as(story()).isEqualTo(DispatcherProcess.DRAINED);
    assertEveryContainerRanOnce();
    assertNothingIsLeft();
    assertThat(server.bugs()).as(story()).isEmpty();
  }

  private void startDispatcher() throws IOException {
    dispatcher = DispatcherChild.start(directory, server.port());
  }

  private void submit(int count) {
    for (int left = Math.min(count, CONTAINERS - submitted); left > 0; left--) {
      String id = "c" + submitted++;
      RunSpec run = RunSpec.of("sh", "-c", PAYLOAD, id, directory.toString());
      store.submit(ContainerSpec.builder(id, Needs.of(1, 1 << 20), run).build());
    }
  }

  private List<Container> running() {
    return store.containers().stream()
        .filter(container -> container.state() == ContainerState.RUNNING)
        .filter(container -> !letGo.contains(container.id().value()))
        .toList();
  }

  private void awaitAllRunning() {
    int expected = Math.min(AT_A_TIME, submitted - letGo.size());
    await().atMost(SOON).untilAsserted(() -> assertThat(running()).as(story()).hasSize(expected));
  }

  private void letSomeGo(int count) throws IOException {
    List<Container> shuffled = new ArrayList<>(running());
    Collections.shuffle(shuffled, chance);
    for (Container container : shuffled.subList(0, Math.min(count, shuffled.size()))) {
      letGo.add(container.id().value());
      Files.writeString(directory.resolve("go").resolve(container.id().value()), "");
    }
  }

  private void assertEveryContainerRanOnce() throws IOException {
    List<String> ids = store.containers().stream().map(each -> each.id().value()).toList();
    assertThat(ids).hasSize(CONTAINERS);
    assertThat(Files.readAllLines(directory.resolve("starts"), UTF_8))
        .as(story())
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(store.containers())
        .as(story())
        .allSatisfy(
            container -> {
              assertThat(container.state()).isEqualTo(ContainerState.COMPLETE);
              assertThat(container.result().exitStatus()).isZero();
            });
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left =
        Files.list(DispatcherChild.instances(directory).resolve(DispatcherProcess.SET))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .as(story())
          .containsExactly("lock");
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(DispatcherChild.processesIn(directory)).as(story()).isEmpty());
  }

  private String story() {
    return "seed " + seed + ", killed at " + killer.kills() + ", logs in " + directory;
  }
}
