package io.dispatchcloud.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Health;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In Chromium. */
@Tag("system")
@DisplayName("The page, when something is wrong,")
class PageTroubleTest {
  private static Browser browser;
  private final FakeManagement management = new FakeManagement(Samples.world());
  private volatile Duration later = Duration.ZERO;
  private Site site;
  private Visit visit;

  @BeforeAll
  static void begin() {
    browser = new Browser();
  }

  @AfterAll
  static void end() {
    browser.close();
  }

  @BeforeEach
  void open() throws Exception {
    site = new Site(CurrentManagement.of(management), all -> all.clock(this::now));
    visit = browser.visit(site.uri("/"));
  }

  private java.time.Instant now() {
    return Samples.NOW.plus(later);
  }

  @AfterEach
  void close() {
    visit.close();
    site.close();
  }

  private void health(boolean ready, String... troubles) {
    management.health =
        new Health(DispatcherState.ACTIVE, true, ready, null, null, List.of(troubles));
    site.watch.addAndGet(Duration.ofSeconds(2).toNanos());
  }

  @Test
  @DisplayName("reads a trouble out once, and not again when it has only grown older")
  void once() {
    health(false, "the queue was last read 1m5s ago");
    visit.in();
    visit.says("#alerts", "1 trouble: the queue was last read 1m5s ago");

    health(false, "the queue was last read 1m10s ago");
    visit.says("#health", "The queue was last read 1m10s ago");
    assertThat(visit.find("#alerts")).hasText("1 trouble: the queue was last read 1m5s ago");

    health(false, "the queue was last read 1m15s ago", "it is being drained");
    visit.says("#alerts", "2 troubles: the queue was last read 1m15s ago; it is being drained");
  }

  @Test
  @DisplayName("tells of an overload of the store for five minutes")
  void overload() {
    visit.in();
    visit.says("#health", "The store was overloaded");
    later = Duration.ofMinutes(6);
    Locator health = visit.find("#health");
    visit.page.waitForCondition(() -> !health.innerText().contains("overloaded"));
    visit.says("#health", "The provider has no room for big");
  }

  @Test
  @DisplayName("calls a dispatcher late if that says so itself, not because nothing happens")
  void late() {
    later = Duration.ofSeconds(50);
    visit.in();
    visit.says("#health", "The provider has no room for big");
    assertThat(visit.find("#state")).hasText("active");
    health(false, "its thread gives no answer");
    visit.says("#state", "last pass 50 s ago");
  }

  @Test
  @DisplayName("asks for a story again only when the last answer is there")
  void slow() {
    visit.in();
    visit.page.route("**/api/v1/containers/wait-1", route -> {});
    visit.find("#containers a[data-key='container/wait-1']").click();
    int before = lists();
    visit.page.waitForCondition(() -> lists() >= before + 3);
    assertThat(visit.requests).filteredOn(url -> url.endsWith("/containers/wait-1")).hasSize(1);
  }

  /** How often the list, whose answers come, was asked for. */
  private int lists() {
    return (int) visit.requests.stream().filter(url -> url.contains("/containers?")).count();
  }

  @Test
  @DisplayName("names the instance set, also where nothing runs")
  void names() {
    management.snapshot = Samples.snapshot(List.of(), List.of());
    visit.in();
    visit.says("#set", "shop");
  }
}
