package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stream")
class StreamsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FakeManagement management = new FakeManagement(Samples.world());
  private final CurrentManagement current = CurrentManagement.of(management);
  private Site site;

  @BeforeEach
  void start() throws Exception {
    site = new Site(current, builder -> builder.eventsKept(20).rate(1, 1));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private Listener events(String query, String lastEventId) throws Exception {
    var request = site.request("/api/v1/events" + query);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new Listener(request.build());
  }

  private static DispatchEvent ran(String instance, String container) {
    return Samples.event(DispatchEvent.Kind.CONTAINER_RUNNING, instance, container);
  }

  @Test
  @DisplayName(
      "that nobody reads holds up neither the others nor the dispatcher, and no queue grows")
  void slowReader() throws Exception {
    List<WorkerView> many = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      many.add(Samples.worker("i-%05d".formatted(i), WorkerState.IDLE));
    }
    management.snapshot = Samples.snapshot(many, List.of());
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), site.server.port())) {
      deaf.setReceiveBufferSize(1024);
      deaf.getOutputStream().write(head("/api/v1/live"));
      Socket deafToEvents = new Socket(InetAddress.getLoopbackAddress(), site.server.port());
      deafToEvents.getOutputStream().write(head("/api/v1/events"));
      try (Listener listener = new Listener(site.request("/api/v1/live").build());
          Listener events = events("", "")) {
        listener.next("instances");
        events.next("begin");
        for (int turn = 0; turn < 5; turn++) {
          WorkerState state = turn % 2 == 0 ? WorkerState.SHUTDOWN : WorkerState.IDLE;
          List<WorkerView> all = new ArrayList<>();
          for (int i = 0; i < 5000; i++) {
            all.add(Samples.worker("i-%05d".formatted(i), state));
          }
          management.snapshot = Samples.snapshot(all, List.of());
          management.tell(ran("i-1", "turn-" + turn));
          JsonNode rows =
              Contract.MAPPER.readTree(listener.next("changes").data()).path("instances");
          assertThat(rows).hasSize(5000);
          assertThat(events.next("event").data()).contains("turn-" + turn);
        }
      } finally {
        deafToEvents.close();
      }
    }
  }

  @Test
  @DisplayName("that nobody reads for half a minute is given up")
  void givenUp() throws Exception {
    List<WorkerView> many = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      many.add(Samples.worker("i-%06d".formatted(i), WorkerState.IDLE));
    }
    management.snapshot = Samples.snapshot(many, List.of());
    try (Site hasty = new Site(current, builder -> builder.idle(Duration.ofSeconds(1)))) {
      List<Socket> deaf = new ArrayList<>();
      try {
        for (int i = 0; i < Streams.MOST; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), hasty.server.port());
          deaf.add(socket);
          socket.getOutputStream().write(head("/api/v1/live"));
        }
        // First there is no place left; then there is, because those have lost theirs.
        await().atMost(PATIENCE).until(() -> status(hasty) == 503);
        await().atMost(PATIENCE).until(() -> status(hasty) == 200);
      } finally {
        for (Socket each : deaf) {
          each.close();
        }
      }
    }
  }

  private static int status(Site site) throws IOException, InterruptedException {
    try (Listener once = new Listener(site.request("/api/v1/events").build())) {
      return once.status();
    }
  }

  private static byte[] head(String path) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + Site.TOKEN
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  @DisplayName("ends with a goodbye when the server ends, which leaves no thread")
  void goodbye() throws Exception {
    try (Listener live = new Listener(site.request("/api/v1/live").build());
        Listener events = events("", "");
        Socket deaf = new Socket(InetAddress.getLoopbackAddress(), site.server.port())) {
      deaf.getOutputStream().write(head("/api/v1/live"));
      live.next("figures");
      events.next("begin");

      site.close();

      live.next("bye");
      live.next("(end)");
      events.next("bye");
      events.next("(end)");
      await().atMost(PATIENCE).until(() -> threads().isEmpty());
      assertThat(management.listeners).isEmpty();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dispatch-http"))
        .toList();
  }

  @Test
  @DisplayName("is one of fifty at the most, and does not count as a request")
  void fifty() throws Exception {
    List<Listener> all = new ArrayList<>();
    try {
      for (int i = 0; i < Streams.MOST; i++) {
        all.add(new Listener(site.request("/api/v1/events").build()));
        assertThat(all.get(i).status()).as("stream %s", i).isEqualTo(200);
      }
      try (Listener refused = new Listener(site.request("/api/v1/live").build())) {
        assertThat(refused.status()).isEqualTo(503);
      }
      assertThat(site.get("/api/v1/status").status()).as("others are answered").isEqualTo(200);
      all.remove(0).close();
      await().atMost(PATIENCE).until(this::admitted);
    } finally {
      for (Listener each : all) {
        each.close();
      }
    }
  }

  private boolean admitted() throws IOException, InterruptedException {
    // It is seen that a client is gone when something is written to it.
    management.tell(ran("i-1", "a"));
    try (Listener once = new Listener(site.request("/api/v1/live").build())) {
      return once.status() == 200;
    }
  }
}
