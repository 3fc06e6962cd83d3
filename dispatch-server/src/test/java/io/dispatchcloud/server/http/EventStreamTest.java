package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.DispatchEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stream of events")
class EventStreamTest {
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
  @DisplayName("tells them as they happen, and goes on where a client was")
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
  @DisplayName("tells of one container or one instance alone, if asked for that")
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
  @DisplayName("says how many are missing, where a client was away for too long")
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
  @DisplayName("goes on with the next dispatcher")
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
  @DisplayName("refuses the id of no event: 400")
  void badId() throws Exception {
    try (Listener refused = events("", "nonsense")) {
      assertThat(refused.status()).isEqualTo(400);
    }
  }
}
