package io.dispatchcloud.queue.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import io.dispatchcloud.queue.jdbc.crash.Workplace.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A dispatcher that is stopped with SIGSTOP, and goes on when another has taken over")
class FrozenDispatcherTest {
  private static final int ROUNDS = Boolean.getBoolean("dispatch.soak") ? 20 : 1;
  private static final int AT_A_TIME =
      DispatcherProcess.INSTANCES * DispatcherProcess.CONTAINERS_EACH;
  private static final int CHANGED = 5;
  private static final int MOMENT_MILLIS = 2_000;
  private static final Duration SOON = Duration.ofMinutes(2);

  private final long seed = Long.getLong("dispatch.crash.seed", System.nanoTime());
  private final Random chance = new Random(seed);
  private final List<String> story = new ArrayList<>();
  private int submitted;
  private Workplace workplace;
  private RestartableServer server;
  private JdbcController store;
  private CloudServer cloud;
  private Child active;
  private Child standby;

  @BeforeEach
  void prepare() throws Exception {
    workplace = Workplace.empty("frozen");
    server = new RestartableServer(workplace.directory().resolve("postgresql"));
    store = JdbcController.open(server.url(), "postgres", Secret.of(""), JdbcSettings.DEFAULT);
    Path file = workplace.directory().resolve("cloud");
    cloud = new CloudServer(workplace, file);
    active = dispatcher("dispatcher-a", file);
    until(() -> server.holder().equals(active.holder()));
    standby = dispatcher("dispatcher-b", file);
  }

  private Child dispatcher(String name, Path cloudFile) throws Exception {
    return new Child(
        workplace,
        name,
        DispatcherProcess.class,
        server.url(),
        workplace.directory().toString(),
        cloudFile.toString());
  }

  @AfterEach
  void end() throws Exception {
    workplace.letAllGo();
    active.kill();
    standby.kill();
    cloud.close();
    store.close();
    server.close();
  }

  private String story() {
    return "seed %d, logs in %s, %s".formatted(seed, workplace.directory(), story);
  }

  private void until(Callable<Boolean> condition) {
    await().alias(story()).atMost(SOON).until(condition);
  }

  private void submit(int count) throws Exception {
    List<ContainerSpec> specs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      specs.add(workplace.spec("c-" + submitted++));
    }
    store.submit(specs);
  }

  private List<String> running() throws Exception {
    return server
        .rows("SELECT id FROM dispatch.container WHERE state = 'RUNNING' ORDER BY seq")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** All that a dispatcher can change in the store, but for the lease's end. */
  private List<List<String>> stored() throws Exception {
    List<List<String>> all = new ArrayList<>();
    all.addAll(server.rows("SELECT * FROM dispatch.container ORDER BY seq"));
    all.addAll(server.rows("SELECT * FROM dispatch.attempt ORDER BY container_seq, number"));
    all.addAll(server.rows("SELECT instance_set, fence, holder, token FROM dispatch.lease"));
    return all;
  }

  /** What the instances run, and whether it lives. */
  private List<String> alive(Map<String, List<Line>> ledger) {
    return ledger.values().stream()
        .flatMap(List::stream)
        .map(line -> line + " " + ProcessHandle.of(line.process()).isPresent())
        .toList();
  }

  /** As many as fit run, by the standby's doing, and some of what the former one knew has ended. */
  private void changeTheWorld() throws Exception {
    until(() -> server.holder().equals(standby.holder()));
    until(() -> running().size() == AT_A_TIME);
    int complete = server.count("COMPLETE");
    for (String id : running().subList(0, CHANGED)) {
      workplace.letGo(id);
    }
    until(() -> server.count("COMPLETE") == complete + CHANGED);
    until(() -> running().size() == AT_A_TIME);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  @DisplayName("QUEUE-7 changes nothing any more, says why, and ends; everything has run once")
  void frozen() throws Exception {
    submit(AT_A_TIME);
    for (int round = 0; round < ROUNDS; round++) {
      // It is stopped in the midst of starting things.
      submit(2 * CHANGED);
      for (String id : running().subList(0, Math.min(CHANGED, running().size()))) {
        workplace.letGo(id);
      }
      boolean counted =
          new CountDownLatch(1).await(chance.nextInt(MOMENT_MILLIS), TimeUnit.MILLISECONDS);
      assertThat(counted).isFalse();
      active.signal("STOP");
      Instant stopped = Instant.now();
      until(() -> server.holder().equals(standby.holder()));
      story.add(
          "%s stopped, %s took over within %s"
              .formatted(active.name(), standby.name(), Duration.between(stopped, Instant.now())));
      changeTheWorld();

      final List<List<String>> stored = stored();
      final Map<String, List<Line>> ledger = workplace.ledger();
      final List<String> alive = alive(ledger);
      final long calls = cloud.calls(active.holder());
      active.signal("CONT");
      assertThat(active.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

      assertThat(active.process().exitValue()).as(story()).isEqualTo(DispatcherProcess.LEASE_LOST);
      assertThat(active.logged()).contains("is not the active dispatcher: " + standby.holder());
      assertThat(stored()).as(story()).isEqualTo(stored);
      assertThat(workplace.ledger()).as(story()).isEqualTo(ledger);
      assertThat(alive(ledger)).as(story()).isEqualTo(alive);
      assertThat(cloud.calls(active.holder())).as(story()).isEqualTo(calls);

      Child next = standby;
      standby = active;
      active = next;
      standby.startAgain();
    }
    finish();
  }

  private void finish() throws Exception {
    workplace.letAllGo();
    assertThat(store.awaitFinished(SOON)).as(story()).isTrue();
    Outcomes outcomes = new Outcomes(workplace, server, story());
    outcomes.assertEachRanOnce(submitted);
    active.tell(DispatcherProcess.DRAIN);
    assertThat(active.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(active.process().exitValue()).as(story()).isEqualTo(DispatcherProcess.DRAINED);
    outcomes.assertNothingIsLeft();
    Files.writeString(workplace.log("story"), story());
  }
}
