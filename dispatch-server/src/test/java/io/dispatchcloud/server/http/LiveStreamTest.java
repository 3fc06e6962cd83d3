package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.WorkerState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The stream for the page")
class LiveStreamTest {
  private final FakeManagement management = new FakeManagement(Samples.world());
  private final CurrentManagement current = CurrentManagement.of(management);
  private Site site;

  @BeforeEach
  void start() throws Exception {
    site =
        new Site(
            current,
            builder -> builder.eventsKept(20).rate(1, 1).clock(() -> Samples.NOW.minusSeconds(90)));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private static DispatchEvent ran(String instance, String container) {
    return Samples.event(DispatchEvent.Kind.CONTAINER_RUNNING, instance, container);
  }

  @Test
  @DisplayName("tells all instances once, then only what changed")
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
  @DisplayName("tells how long those had waited that began to run")
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
  @DisplayName("goes on while there is no dispatcher")
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
}
