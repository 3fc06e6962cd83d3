package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.DispatchEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The management API tells")
class ReadsTest {
  private final FakeManagement management = new FakeManagement(Samples.world());
  private Site site;

  @BeforeEach
  void start() throws Exception {
    site = new Site(management);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  @DisplayName("its status: health, limits, and how many of everything")
  void status() throws Exception {
    Site.Reply status = site.get("/api/v1/status");

    assertThat(status.status()).isEqualTo(200);
    assertThat(status.at("/state")).isEqualTo("active");
    assertThat(status.at("/instanceSet")).isEqualTo("shop");
    assertThat(status.at("/instances/creating")).isEqualTo("1");
    assertThat(status.at("/containers/queued")).isEqualTo("6");
    assertThat(status.at("/statuses/atCapacity")).isEqualTo("1");
    assertThat(status.at("/limits/atCapacity/0")).isEqualTo("big");
    assertThat(status.at("/pricePerHour")).as("three of 0.10").isEqualTo("0.3");
    assertThat(status.at("/cost")).isEqualTo("1.23");
    assertThat(status.header("Cache-Control")).isEqualTo("no-store");
    assertThat(status.header("Server")).isEmpty();
  }

  @Test
  @DisplayName("instances by id, page by page, and those being created")
  void instances() throws Exception {
    Site.Reply first = site.get("/api/v1/instances?limit=2");
    assertThat(ids(first)).containsExactly("i-1", "i-2");
    assertThat(first.at("/total")).isEqualTo("3");
    assertThat(first.at("/creating/small")).isEqualTo("1");

    Site.Reply second = site.get("/api/v1/instances?limit=2&after=" + first.at("/next"));
    assertThat(ids(second)).containsExactly("i-9");
    assertThat(second.json().has("next")).isFalse();

    assertThat(ids(site.get("/api/v1/instances?state=idle"))).containsExactly("i-2");
    assertThat(ids(site.get("/api/v1/instances?behavior=hold"))).containsExactly("i-9");
    assertThat(ids(site.get("/api/v1/instances?type=small"))).containsExactly("i-1", "i-2");
    assertThat(ids(site.get("/api/v1/instances?type=none"))).isEmpty();
  }

  private static List<String> ids(Site.Reply page) throws Exception {
    List<String> ids = new ArrayList<>();
    page.json().path("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }

  @Test
  @DisplayName("one instance's story, with what runs there and what happened to it")
  void instance() throws Exception {
    management.tell(Samples.event(DispatchEvent.Kind.CONTAINER_RUNNING, "i-1", "run-1"));
    management.tell(Samples.event(DispatchEvent.Kind.INSTANCE_CREATED, "i-2", ""));

    Site.Reply story = site.get("/api/v1/instances/i-1");

    assertThat(story.at("/instance/id")).isEqualTo("i-1");
    assertThat(story.at("/containers/0/id")).isEqualTo("run-1");
    assertThat(story.at("/containers/0/status/instance")).isEqualTo("i-1");
    assertThat(story.json().path("events")).hasSize(1);
    assertThat(story.at("/events/0/kind")).isEqualTo("containerRunning");
  }

  @Test
  @DisplayName("containers in the order of scheduling, by state, status, label and part of the id")
  void containers() throws Exception {
    Site.Reply all = site.get("/api/v1/containers");
    assertThat(ids(all))
        .containsExactly(
            "run-1", "wait-1", "wait-2", "gpu-3", "wait-4", "done-1", "wait-5", "wait-6");
    assertThat(all.at("/items/1/turn")).isEqualTo("2");
    assertThat(all.at("/items/1/status/sentence")).contains("the provider has no room for big");

    Site.Reply page = site.get("/api/v1/containers?limit=2&offset=3");
    assertThat(ids(page)).containsExactly("gpu-3", "wait-4");
    assertThat(page.at("/next")).isEqualTo("5");
    assertThat(page.at("/total")).isEqualTo("8");

    assertThat(ids(site.get("/api/v1/containers?state=complete"))).containsExactly("done-1");
    assertThat(ids(site.get("/api/v1/containers?status=onHold"))).containsExactly("wait-4");
    assertThat(ids(site.get("/api/v1/containers?search=GPU"))).containsExactly("gpu-3");
    assertThat(ids(site.get("/api/v1/containers?label=project:atlas")))
        .containsExactly("wait-1", "wait-5");
    assertThat(ids(site.get("/api/v1/containers?label=project%3Aatlas&label=user:a:b")))
        .containsExactly("wait-1");
    assertThat(ids(site.get("/api/v1/containers?label=project:atlas&label=project:other")))
        .as("all must hold, also of one name")
        .isEmpty();
    assertThat(ids(site.get("/api/v1/containers?state=running&state=complete")))
        .as("any may hold")
        .containsExactly("run-1", "done-1");
    assertThat(ids(site.get("/api/v1/containers?status=onHold&status=finished")))
        .containsExactly("wait-4", "done-1");
  }

  @Test
  @DisplayName("one container's story, its explanation and its history")
  void container() throws Exception {
    Site.Reply story = site.get("/api/v1/containers/wait-2");
    assertThat(story.at("/container/status/instanceType")).isEqualTo("small");
    assertThat(story.at("/history/0/turn")).isEqualTo("3");
    assertThat(story.json().at("/history/1").has("types")).as("asked for often").isFalse();
    assertThat(story.json().has("attempts")).as("no store here").isFalse();

    Site.Reply explanation = site.get("/api/v1/containers/wait-2/explanation");
    assertThat(explanation.at("/types/0/eligible")).isEqualTo("true");
    assertThat(explanation.at("/types/0/hindrance/kind")).isEqualTo("atCapacity");
    assertThat(explanation.at("/types/0/until")).isEqualTo("2026-03-01T12:01:00Z");
    assertThat(explanation.at("/types/2/misfits/0/kind")).isEqualTo("tooDear");
    assertThat(explanation.at("/types/2/misfits/0/mostAllowed")).isEqualTo("0.15");
    assertThat(explanation.at("/types/2/detail")).startsWith("costs 3.21 an hour");
    assertThat(explanation.at("/hindrances/0/kind")).isEqualTo("throttled");
    assertThat(explanation.at("/places/0/verdict")).isEqualTo("noRoom");
    assertThat(explanation.at("/places/0/shortages/0/lacking")).isEqualTo("1");
    assertThat(explanation.at("/places/1/ready")).isEqualTo("false");

    Site.Reply history = site.get("/api/v1/containers/wait-2/history");
    assertThat(history.at("/history/0/status/kind")).isEqualTo("draining");
    assertThat(history.json().at("/history/0").has("types")).isFalse();
    assertThat(history.at("/history/1/turn")).isEqualTo("3");
    assertThat(history.at("/history/1/types/2/misfits/0/kind")).isEqualTo("tooDear");
    assertThat(history.at("/history/1/hindrances/0/most")).isEqualTo("64");
    assertThat(history.at("/history/1/places/noRoom")).isEqualTo("7");
    assertThat(history.at("/history/1/places/nearest/0/instance")).isEqualTo("i-1");
  }

  @Test
  @DisplayName("what has cost as much as it may, with what it has cost and what it may cost")
  void budgetSpent() throws Exception {
    Container lost =
        Samples.queued("lost-1")
            .locked(new InstanceSetId("shop"), 1)
            .requeued("gone")
            .withCost(new BigDecimal("12.30"));
    ContainerStatus spent = new ContainerStatus.BudgetSpent(lost.cost(), new BigDecimal("10"));
    management.snapshot =
        Samples.snapshot(
            List.of(),
            List.of(
                Samples.view(lost, spent),
                Samples.view(Samples.queued("new-1"), new ContainerStatus.BudgetReached(1))));

    Site.Reply found = site.get("/api/v1/containers?status=budgetSpent");
    assertThat(ids(found)).containsExactly("lost-1");
    assertThat(found.at("/items/0/cost")).isEqualTo("12.3");
    assertThat(found.at("/items/0/status/spent")).isEqualTo("12.3");
    assertThat(found.at("/items/0/status/budget")).isEqualTo("10");
    assertThat(site.get("/api/v1/status").at("/statuses/budgetSpent")).isEqualTo("1");
    assertThat(site.get("/api/v1/containers/new-1").json().at("/container").has("cost")).isFalse();
  }

  @Test
  @DisplayName("costs by container, label and day, whose parts sum to the total exactly")
  void costs() throws Exception {
    Site.Reply dearest = site.get("/api/v1/costs?limit=1");
    assertThat(dearest.at("/total")).isEqualTo("1.2300000000000000001");
    assertThat(dearest.at("/items/0/container")).isEqualTo("a");
    assertThat(dearest.at("/rest")).isEqualTo("0.3300000000000000001");
    assertThat(dearest.at("/overheads/idle")).isEqualTo("0.3");

    Site.Reply labels = site.get("/api/v1/costs?by=label");
    assertThat(labels.at("/items/0/value")).isEqualTo("atlas");
    Site.Reply days = site.get("/api/v1/costs?by=day&limit=1");
    assertThat(days.at("/items/0/day")).isEqualTo("2026-03-01");
    assertThat(days.at("/rest")).isEqualTo("0.9");
  }

  @Test
  @DisplayName("costs, for which the dispatcher is asked once a second at the most")
  void costsOnceASecond() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(site.get("/api/v1/costs?by=day&limit=" + (i + 1)).status()).isEqualTo(200);
    }
    assertThat(management.asked).hasValue(1);
    site.watch.addAndGet(1_000_000_000);
    assertThat(site.get("/api/v1/costs").status()).isEqualTo(200);
    assertThat(management.asked).hasValue(2);
  }

  @Test
  @DisplayName("its own description")
  void openApi() throws Exception {
    assertThat(site.get("/api/v1/openapi.json").at("/openapi")).startsWith("3.1");
  }
}
