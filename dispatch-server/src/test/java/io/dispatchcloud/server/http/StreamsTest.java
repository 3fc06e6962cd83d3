package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.ContainerStatus;
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
  @DisplayName("of events tells them as they happen, and goes on where a client was")
  void resumes() throws Exception {
    String last;
    try (Listener listener = events("", "")) {
      assertThat(listener.next("begin").id()).endsWith("-0");
      management.tell(ran("i-1", "a"));
      management.tell(ran("i-2", "b"));
      Listener.Event first = listener.next("event");
      Contract.isA("Event", first.data());
      assertThat(first.data()).contains("\"container\":\"a\"");
      last = first.id();
    }
    management.tell(ran("i-1", "c"));
    try (Listener again = events("", last)) {
      assertThat(again.next("event", "gap").data()).contains("\"container\":\"b\"");
      assertThat(again.next("event", "gap").data()).contains("\"container\":\"c\"");
    }
  }

  @Test
  @DisplayName("of events tells of one container or one instance alone, if asked for that")
  void filters() throws Exception {
    try (Listener ofContainer = events("?container=b", "");
        Listener ofInstance = events("?instance=i-3", "")) {
      ofContainer.next("begin");
      ofInstance.next("begin");
      management.tell(ran("i-1", "a"));
      management.tell(ran("i-1", "b"));
      management.tell(ran("i-3", "c"));
      assertThat(ofContainer.next("event").data()).contains("\"container\":\"b\"");
      assertThat(ofInstance.next("event").data()).contains("\"container\":\"c\"");
    }
  }

  @Test
  @DisplayName("of events says how many are missing, where a client was away for too long")
  void gap() throws Exception {
    String first;
    try (Listener listener = events("", "")) {
      first = listener.next("begin").id();
    }
    for (int i = 0; i < 25; i++) {
      management.tell(ran("i-1", "c" + i));
    }
    try (Listener again = events("", first)) {
      Listener.Event gap = again.next("gap", "event");
      Contract.isA("Gap", gap.data());
      assertThat(gap.data()).isEqualTo("{\"missed\":5}");
      assertThat(again.next("event").data()).contains("\"container\":\"c5\"");
    }
    try (Listener ofAnotherProcess = events("", "zz-3")) {
      assertThat(ofAnotherProcess.next("gap", "event").data()).isEqualTo("{}");
    }
  }

  @Test
  @DisplayName("of events goes on with the next dispatcher")
  void follows() throws Exception {
    try (Listener listener = events("", "")) {
      listener.next("begin");
      current.clear();
      assertThat(management.listeners).isEmpty();
      FakeManagement next = new FakeManagement(Samples.world());
      current.set(next);
      next.tell(ran("i-1", "of-the-next"));
      assertThat(listener.next("event").data()).contains("of-the-next");
    }
  }

  @Test
  @DisplayName("of events refuses the id of no event: 400")
  void badId() throws Exception {
    try (Listener refused = events("", "nonsense")) {
      assertThat(refused.status()).isEqualTo(400);
    }
  }

  @Test
  @DisplayName("for the page tells all instances once, then only what changed")
  void live() throws Exception {
    try (Listener listener = new Listener(site.request("/api/v1/live").build())) {
      Listener.Event all = listener.next("instances");
      Contract.isA("LiveInstances", all.data());
      JsonNode rows = Contract.MAPPER.readTree(all.data()).path("instances");
      assertThat(rows.toString())
          .isEqualTo(
              "[[\"i-1\",\"small\",\"running\",\"run\",1,1,50],"
                  + "[\"i-2\",\"small\",\"idle\",\"run\",1,0,0],"
                  + "[\"i-9\",\"\",\"unknown\",\"hold\",0,0,0]]");
      Listener.Event figures = listener.next("figures");
      Contract.isA("LiveFigures", figures.data());
      assertThat(Contract.MAPPER.readTree(figures.data()).path("waiting").asInt()).isEqualTo(5);

      management.snapshot =
          Samples.snapshot(
              List.of(
                  Samples.worker(
                      "i-1", WorkerState.RUNNING, new Attempt(new ContainerId("run-1"), 1)),
                  Samples.worker("i-2", WorkerState.SHUTDOWN),
                  Samples.worker("i-3", WorkerState.BOOTING)),
              Samples.world().containers());
      Listener.Event changes = listener.next("changes");
      Contract.isA("LiveChanges", changes.data());
      JsonNode changed = Contract.MAPPER.readTree(changes.data());
      assertThat(changed.path("instances")).hasSize(2);
      assertThat(changed.path("removed").toString()).isEqualTo("[\"i-9\"]");
      assertThat(changed.path("creating").toString()).isEqualTo("{}");
      assertThat(changed.has("types")).isFalse();
    }
  }

  @Test
  @DisplayName("for the page tells how long those had waited that began to run")
  void startLatency() throws Exception {
    try (Listener listener = new Listener(site.request("/api/v1/live").build())) {
      listener.next("figures");
      management.tell(ran("i-2", "wait-2"));
      management.snapshot =
          Samples.snapshot(
              List.of(Samples.worker("i-2", WorkerState.RUNNING)),
              List.of(
                  Samples.view(
                      Samples.running("wait-2", "i-2"), new ContainerStatus.Running("i-2"))));
      JsonNode latency;
      do {
        String data = listener.next("figures").data();
        Contract.isA("LiveFigures", data);
        latency = Contract.MAPPER.readTree(data).path("startLatency");
      } while (latency.path("count").asInt() == 0);
      assertThat(latency.path("median").asDouble())
          .as("submitted 300 s ago, began 60 s ago")
          .isEqualTo(240);
    }
  }

  @Test
  @DisplayName("for the page goes on while there is no dispatcher")
  void liveWithoutDispatcher() throws Exception {
    try (Listener listener = new Listener(site.request("/api/v1/live").build())) {
      listener.next("instances");
      current.clear();
      assertThat(Contract.MAPPER.readTree(listener.next("changes").data()).path("removed"))
          .hasSize(3);
      String data;
      do {
        data = listener.next("figures").data();
        Contract.isA("LiveFigures", data);
      } while (!data.contains("\"state\":\"none\""));
    }
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
