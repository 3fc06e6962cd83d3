package io.dispatchcloud.queue.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Submitters, a dispatcher and a standby that are killed, and PostgreSQL restarted")
class CrashTest {
  private static final boolean SOAK = Boolean.getBoolean("dispatch.soak");
  private static final int ROUNDS = SOAK ? 50 : 5;
  private static final int SERVER_RESTARTS = SOAK ? 5 : 1;
  private static final int SUBMITTERS = 2;
  private static final int CONTAINERS_EACH = SOAK ? 250 : 60;
  private static final int CONTAINERS = SUBMITTERS * CONTAINERS_EACH;
  private static final int MOMENT_MILLIS = 400;
  private static final Duration SOON = Duration.ofMinutes(2);

  private final long seed = Long.getLong("dispatch.crash.seed", System.nanoTime());
  private final Random chance = new Random(seed);
  private final List<String> story = new ArrayList<>();
  private final List<Child> submitters = new ArrayList<>();
  private final List<Child> dispatchers = new ArrayList<>();
  private Workplace workplace;
  private RestartableServer server;

  @BeforeEach
  void prepare() throws Exception {
    workplace = Workplace.empty("crash");
    workplace.letAllGo();
    server = new RestartableServer(workplace.directory().resolve("postgresql"));
    // Makes the tables, so that they can be asked for.
    JdbcController.open(server.url(), "postgres", Secret.of(""), JdbcSettings.DEFAULT).close();
    String directory = workplace.directory().toString();
    for (String name : List.of("a", "b")) {
      submitters.add(
          new Child(
              workplace,
              "submitter-" + name,
              SubmitterProcess.class,
              server.url(),
              directory,
              name,
              Integer.toString(CONTAINERS_EACH)));
      dispatchers.add(
          new Child(
              workplace, "dispatcher-" + name, DispatcherProcess.class, server.url(), directory));
    }
  }

  @AfterEach
  void end() throws Exception {
    for (Child child : submitters) {
      child.kill();
    }
    for (Child child : dispatchers) {
      child.kill();
    }
    server.close();
  }

  private String story() {
    return "seed %d, logs in %s, %s".formatted(seed, workplace.directory(), story);
  }

  /** Waits for something, and does meanwhile what an init system does. */
  private void until(Callable<Boolean> condition) {
    await()
        .alias(story())
        .atMost(SOON)
        .until(
            () -> {
              supervise();
              return condition.call();
            });
  }

  private void supervise() throws IOException {
    for (Child child : dispatchers) {
      if (!child.process().isAlive()) {
        int status = child.process().exitValue();
        // It lost the lease while the server was away, or got it while the former one's instances
        // were not closed yet.
        assertThat(status)
            .as(story())
            .isIn(DispatcherProcess.LEASE_LOST, DispatcherProcess.NOT_STARTED, Child.NO_STORE);
        story.add(child.name() + " ended by itself with " + status);
        child.startAgain();
      }
    }
    for (Child child : submitters) {
      if (!child.process().isAlive() && child.process().exitValue() != 0) {
        assertThat(child.process().exitValue()).as(story()).isEqualTo(Child.NO_STORE);
        story.add(child.name() + " found no store");
        child.startAgain();
      }
    }
  }

  private void kill(Child child) throws Exception {
    boolean counted =
        new CountDownLatch(1).await(chance.nextInt(MOMENT_MILLIS), TimeUnit.MILLISECONDS);
    assertThat(counted).isFalse();
    String holder = child.holder();
    story.add(child.name() + (server.holder().equals(holder) ? ", which is active," : ""));
    child.kill();
    if (chance.nextBoolean()) {
      // The next one comes at once, when what this one began may not have ended yet.
      server.endLeaseOf(holder);
    }
    child.startAgain();
  }

  private void killEverybody() throws Exception {
    List<Child> victims = new ArrayList<>(dispatchers);
    victims.add(submitters.get(chance.nextInt(submitters.size())));
    Collections.shuffle(victims, chance);
    for (Child victim : victims) {
      kill(victim);
    }
  }

  private void restartServer() throws Exception {
    if (chance.nextBoolean()) {
      story.add("the server is restarted");
      server.restart();
    } else {
      story.add("the server crashes");
      server.crash();
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  @DisplayName("CTR-7 QUEUE-7 RUN-5 every container runs once and has one result; nothing is left")
  void crashes() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int enough = (round + 1) * CONTAINERS / (ROUNDS + 2);
      until(() -> server.count("COMPLETE") >= enough);
      story.add("round " + round + ":");
      if ((round + 1) * SERVER_RESTARTS / ROUNDS > round * SERVER_RESTARTS / ROUNDS) {
        restartServer();
      }
      killEverybody();
    }
    until(() -> submitters.stream().allMatch(CrashTest::isDone));
    Outcomes outcomes = new Outcomes(workplace, server, story());
    outcomes.assertEachRanOnce(CONTAINERS);
    drain();
    outcomes.assertNothingIsLeft();
    Files.writeString(workplace.log("story"), story());
  }

  private void drain() throws Exception {
    until(() -> dispatchers.stream().anyMatch(this::isActive));
    for (Child each : dispatchers) {
      if (!isActive(each)) {
        each.kill();
      }
    }
    for (Child each : dispatchers) {
      if (each.process().isAlive()) {
        each.tell(DispatcherProcess.DRAIN);
        assertThat(each.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(each.process().exitValue()).as(story()).isEqualTo(DispatcherProcess.DRAINED);
      }
    }
  }

  private static boolean isDone(Child submitter) {
    return !submitter.process().isAlive() && submitter.process().exitValue() == 0;
  }

  private boolean isActive(Child child) {
    try {
      return server.holder().equals(child.holder());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
