package io.dispatchcloud.queue.arvados;

import static io.dispatchcloud.queue.arvados.Bench.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@DisplayName("A dispatcher on this store: real processes over real SSH")
class DispatcherTest {
  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  // The next dispatcher must be able to log in where the former one could.
  private final String key = newKey();
  private Bench bench;
  private Dispatcher dispatcher;

  private static String newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
      String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
      return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("each JDK can RSA", e);
    }
  }

  @BeforeEach
  void start() throws Exception {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(logged);
    logged.start();
    bench = new Bench(this::withPayload);
    dispatcher = dispatcher(bench.store);
  }

  /** A runner that says where it was told to ask, and runs until it is told to end. */
  private Map<String, Object> withPayload(Map<String, Object> settings) {
    String script =
        "echo \"$ARVADOS_API_HOST $ARVADOS_API_TOKEN\" >"
            + directory
            + "/$1.begun; mv "
            + directory
            + "/$1.begun "
            + directory
            + "/$1.started; until test -e "
            + directory
            + "/$1.end; do sleep 0.1; done";
    Map<String, Object> more = new HashMap<>(settings);
    more.put("payload", List.of("sh", "-c", script, "payload"));
    return more;
  }

  private Dispatcher dispatcher(ContainerController store) throws Exception {
    DispatcherConfig config =
        DispatcherConfig.builder("blue")
            .instanceType(
                InstanceType.builder("small", 2, 4L << 30, new BigDecimal("0.05")).build())
            .setAll(
                Map.of(
                    "pollInterval", "300ms",
                    "probeInterval", "500ms",
                    "syncInterval", "1s",
                    "goneAfter", "0s",
                    "dispatchPrivateKey", key,
                    "reserveExtraRam", "0"))
            .build();
    Dispatcher started =
        Dispatcher.builder(config)
            .driver("local", Map.of("directory", directory.resolve("instances").toString()))
            .controller(store)
            .build();
    started.start();
    return started;
  }

  @AfterEach
  void end() throws Exception {
    dispatcher.drain(Duration.ofMinutes(1));
    dispatcher.close();
    bench.close();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(logged);
    for (ILoggingEvent event : List.copyOf(logged.list)) {
      assertThat(event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy())
          .doesNotContain(FakeArvados.SECRET);
    }
  }

  private void awaitStarted(int number) throws IOException {
    Path started = directory.resolve(FakeArvados.uuid(number) + ".started");
    await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(started));
    assertThat(Files.readString(started))
        .isEqualTo(
            bench.server.url().substring("http://".length()) + " " + FakeArvados.TOKEN + "\n");
  }

  /** As a runner does: it records that it begins. */
  private void run(int number) throws IOException {
    awaitStarted(number);
    bench.server.put(number, "started_at", "2026-01-01T00:01:00Z");
    bench.server.put(number, "state", "Running");
  }

  /** As a runner does: it records how it ended, and ends. */
  private void complete(int number) throws IOException {
    bench.server.put(number, "exit_code", 0);
    bench.server.put(number, "finished_at", "2026-01-01T00:02:00Z");
    bench.server.put(number, "state", "Complete");
    Files.createFile(directory.resolve(FakeArvados.uuid(number) + ".end"));
  }

  private String state(int number) {
    return bench.server.container(number).get("state").textValue();
  }

  @Test
  @DisplayName(
      "POOL-23 what runs records by itself; each is locked and started once, and nothing else is written")
  void runs() throws Exception {
    for (int number = 1; number <= 3; number++) {
      bench.server.add(number, 10 - number, T1);
    }
    for (int number = 1; number <= 3; number++) {
      run(number);
    }
    for (int number = 1; number <= 3; number++) {
      complete(number);
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> dispatcher.snapshot().containers().isEmpty());

    List<String> changes = new ArrayList<>();
    for (FakeArvados.Seen seen : bench.server.seen()) {
      if (!seen.method().equals("GET") && !seen.arguments().containsKey("_method")) {
        changes.add(seen.method() + " " + seen.path().replaceAll(".*-0*", ""));
      }
    }
    assertThat(changes)
        .containsExactlyInAnyOrder(
            "POST 1/lock", "PUT 1", "POST 2/lock", "PUT 2", "POST 3/lock", "PUT 3");
  }

  @Test
  @DisplayName("TYPE-5 what no type fits is cancelled, and its runtime status says why")
  void nothingFits() {
    bench.server.add(1, 1, T1).putObject("runtime_constraints").put("vcpus", 1000);
    await().atMost(Duration.ofMinutes(1)).until(() -> state(1).equals("Cancelled"));
    assertThat(bench.server.container(1).at("/runtime_status/error").textValue()).contains("small");
  }

  @Test
  @DisplayName("CTR-7 what ended without recording a result is cancelled, with the reason")
  void noResult() throws Exception {
    bench.server.add(1, 1, T1);
    run(1);
    Files.createFile(directory.resolve(FakeArvados.uuid(1) + ".end"));
    await().atMost(Duration.ofMinutes(1)).until(() -> state(1).equals("Cancelled"));
    assertThat(bench.server.container(1).at("/runtime_status/error").textValue())
        .isEqualTo("its runner recorded no result");
  }

  @Test
  @DisplayName("SCH-14 what a user cancelled is killed")
  void cancelledByUser() throws Exception {
    bench.server.add(1, 1, T1);
    run(1);
    bench.server.put(1, "state", "Cancelled");
    await().atMost(Duration.ofMinutes(1)).until(() -> dispatcher.snapshot().containers().isEmpty());
  }

  @Test
  @DisplayName("SCH-1 POOL-22 the next dispatcher goes on with what runs, and starts nothing twice")
  void nextDispatcher() throws Exception {
    bench.server.add(1, 1, T1);
    run(1);
    dispatcher.close();
    dispatcher = dispatcher(bench.store);
    bench.server.add(2, 1, T1);
    run(2);
    complete(1);
    complete(2);
    await().atMost(Duration.ofMinutes(1)).until(() -> dispatcher.snapshot().containers().isEmpty());
    assertThat(bench.server.container(1).get("lock_count").intValue()).isEqualTo(1);
    assertThat(state(1)).isEqualTo("Complete");
  }

  @Test
  @DisplayName(
      "QUEUE-3 ROOM-1 one that the next dispatcher can't read runs on, alone, and keeps no others")
  void unreadableAfterRestart() throws Exception {
    bench.server.add(1, 1, T1);
    run(1);
    dispatcher.close();
    bench.server.put(1, "lock_count", "often");
    Map<String, Object> settings = Map.of("url", bench.server.url(), "token", FakeArvados.TOKEN);
    // Another process has another store, which has read nothing yet.
    dispatcher = dispatcher(bench.open(withPayload(settings)));
    bench.server.add(2, 1, T1);
    run(2);
    assertThat(dispatcher.snapshot().workers()).as("no room beside it").hasSize(2);
    assertThat(state(1)).isEqualTo("Running");
    assertThat(Files.exists(directory.resolve(FakeArvados.uuid(1) + ".end"))).isFalse();
    assertThat(bench.log.lines()).filteredOn(line -> line.contains("at all")).hasSize(1);

    bench.server.put(1, "lock_count", 1);
    complete(1);
    complete(2);
    await().atMost(Duration.ofMinutes(1)).until(() -> dispatcher.snapshot().containers().isEmpty());
    assertThat(state(1)).isEqualTo("Complete");
  }
}
