package io.dispatchcloud.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Health;
import io.dispatchcloud.core.WorkerState;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("system")
@DisplayName("The page")
class PageTest {
  private static final String MARKUP = "<img src=x onerror=alert(1)><b>bold</b>";

  private static Browser browser;
  private final FakeManagement management = new FakeManagement(Samples.world());
  private Site site;
  private URI address;
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
    site = new Site(CurrentManagement.of(management), each -> each.clock(() -> Samples.NOW));
    address = site.uri("/");
    visit = browser.visit(address);
  }

  @AfterEach
  void close() {
    visit.close();
    site.close();
  }

  @Test
  @DisplayName("shows figures, tiles, containers with their reasons, plots and costs")
  void shows() throws Exception {
    visit.in();

    visit.says(".figure.running .value", "1");
    visit.says(".figure.waiting .value", "5");
    visit.says(".figure.instances .value", "4");
    visit.says(".figure.price .note", "budget 12.50");
    visit.says("#state", "active");
    assertThat(visit.tile("i-1")).hasAttribute("data-state", "running");
    assertThat(visit.tile("i-9")).hasAttribute("data-mark", "sick");
    assertThat(visit.tile("i-9"))
        .hasAttribute("aria-label", java.util.regex.Pattern.compile("unhealthy, held"));
    visit.says(".creating", "small × 1");
    visit.says("#containers tbody", "Waiting for an instance of type small");
    visit.says("#containers tbody", "project: atlas");
    visit.says("#health", "The provider has no room for big");
    assertThat(visit.within(".plot canvas")).hasCount(4);
    visit.says("#costs", "Overhead: failed boot");
    visit.find("[data-by=label]").click();
    visit.says("#costs .cost-list", "project: atlas");
    visit.find("[data-by=day]").click();
    visit.says("#costs .cost-list", "2026-02-28");
    visit.assertQuiet(address);
  }

  @Test
  @DisplayName("has nothing that axe finds serious: as a whole, with a story, with a dialog, dark")
  void accessible() throws Exception {
    visit.assertAccessible();
    visit.in().within("#containers tbody tr");
    visit.says("#health", "The provider has no room");
    visit.assertAccessible();
    visit.tile("i-1").click();
    visit.within("#panel .facts");
    visit.assertAccessible();
    visit.find("#panel [data-key=order-kill]").click();
    visit.assertAccessible();
    visit.page.keyboard().press("Escape");
    visit.find("#containers a[data-key='container/wait-1']").click();
    visit.within("#panel .cure");
    visit.find("#theme").click();
    visit.assertAccessible();
  }

  @Test
  @DisplayName("puts nothing in as markup: ids, types, labels, reasons and troubles are text")
  void markup() throws Exception {
    management.snapshot =
        Samples.snapshot(
            List.of(
                Samples.worker(
                    MARKUP, WorkerState.RUNNING, new Attempt(Samples.queued("a").id(), 1))),
            List.of(
                Samples.view(
                    Samples.queued("a", MARKUP, MARKUP).locked(Samples.SHOP, 1),
                    new ContainerStatus.Running(MARKUP)),
                Samples.view(
                    Samples.queued("b").requeued(MARKUP),
                    new ContainerStatus.NothingFits(MARKUP))));
    management.health =
        new Health(DispatcherState.ACTIVE, true, true, Samples.NOW, Samples.NOW, List.of(MARKUP));
    visit.in();

    visit.says(".tile-id", MARKUP);
    visit.says("#containers .label", MARKUP);
    visit.says("#containers .why", MARKUP);
    visit.says("#health", MARKUP);
    visit.find(".tile:not(.swatch)").first().click();
    visit.says("#panel-title", MARKUP);
    visit.says("#panel .labels", MARKUP);
    visit.find("#panel [data-key='container/a']").first().click();
    visit.says("#panel .sentence", MARKUP);
    visit.find("#activity").scrollIntoViewIfNeeded();
    Locator events = visit.find("#activity .events");
    visit.page.waitForCondition(
        () -> {
          // What is told before the page listens, it misses.
          management.tell(Samples.event(DispatchEvent.Kind.INSTANCE_GONE, MARKUP, ""));
          return events.innerText().contains(MARKUP);
        });
    assertThat(visit.find("img[src=x], b:text-is('bold')")).hasCount(0);
    visit.assertQuiet(address);
  }

  @Test
  @DisplayName("takes no order without a reason, and passes it on with one")
  void orders() {
    visit.in();
    visit.tile("i-1").click();
    visit.find("#panel [data-key=order-hold]").click();
    visit.find("dialog button[type=submit]").click();
    visit.says("dialog .problem", "Say why");
    assertThat(management.orders).isEmpty();

    visit.find("dialog #reason").fill("to look\nat it");
    visit.find("dialog button[type=submit]").click();
    visit.says("#toasts", "i-1 is held");
    assertThat(management.orders).containsExactly("hold i-1: to look at it");

    visit.find("#panel [data-key=order-kill]").click();
    visit.says("dialog", "1 container that runs there is lost");
    management.snapshot = Samples.snapshot(List.of(), List.of());
    visit.find("dialog #reason").fill("it hangs");
    visit.find("dialog button[type=submit]").click();
    visit.says("dialog .problem", "no such instance");
    visit.find("dialog button:text('Cancel')").click();
    visit.says("#panel", "This instance is gone");
    assertThat(visit.tile("i-1")).hasCount(0);
  }

  @Test
  @DisplayName("can be used with the keyboard alone")
  void keyboard() {
    visit.in().within("#containers tbody tr");
    visit.tile("i-1").focus();
    visit.page.keyboard().press("ArrowRight");
    assertThat(visit.tile("i-2")).isFocused();
    visit.page.keyboard().press("Enter");
    assertThat(visit.find("#panel-title")).isFocused();
    visit.page.keyboard().press("Escape");
    assertThat(visit.find("#panel")).isHidden();
    assertThat(visit.tile("i-2")).isFocused();

    visit.page.keyboard().press("/");
    visit.page.keyboard().type("project:atlas");
    visit.says("#containers-count", "2 found");
    visit.page.keyboard().press("Escape");
    visit.page.keyboard().press("?");
    assertThat(visit.find("dialog")).isVisible();
    visit.page.keyboard().press("Escape");
    assertThat(visit.find("dialog")).hasCount(0);
    visit.page.keyboard().press("c");
    assertThat(visit.find("#containers")).isFocused();
  }

  @Test
  @DisplayName("finds containers by id, label, state and status, and shows why one waits")
  void finds() {
    visit.in().within("#containers tbody tr");
    Locator ids = visit.find("#containers tbody .id");
    visit.find("#container-search").fill("gpu");
    assertThat(ids).hasText(new String[] {"gpu-3"});
    visit.find("#container-search").fill("user:a:b project:atlas");
    assertThat(ids).hasText(new String[] {"wait-1"});
    visit.find("#container-search").fill("");
    visit.find(".chip[data-kind=budgetReached]").click();
    assertThat(ids).hasText(new String[] {"wait-5"});
    assertThat(visit.find("#container-status")).hasValue("budgetReached");
    visit.find("#containers tbody .why").click();
    visit.says("#panel .cure", "Or somebody to raise a limit");
    visit.says("#panel", "Costs 3.21 an hour, at most 0.15 is allowed");
    visit.says("#panel", "The provider asked for a pause between creates, until");
    assertThat(visit.find("#panel")).not().containsText("undefined");
    visit.says("#panel", "VCPUs: 0 left, needed 1");
    visit.says("#panel", "How it came about");
    visit.find("#panel summary:text('What was considered')").click();
    visit.says("#panel", "Instances: 7 have too little left, 2 are full, 1 are given no work");
    assertThat(visit.find("#panel")).not().containsText("undefined");
  }

  @Test
  @DisplayName("shows 5,000 instances and 100,000 containers, and what changes there")
  void many() {
    DispatcherSnapshot crowd = Crowd.of(5_000, 100_000, Samples.NOW);
    management.snapshot = crowd;
    visit.in();
    Locator tiles = visit.find("#tiles-view .tile:not(.swatch)");
    assertThat(tiles).hasCount(5_000);
    visit.says("#containers .pager", "1–25 of 100,000");
    visit.find("#containers .pager button:text('»')").click();
    visit.says("#containers tbody tr:last-child", "100,000");

    InstanceId gone = crowd.workers().get(17).id();
    management.snapshot =
        new DispatcherSnapshot(
            Samples.NOW.plusSeconds(1),
            crowd.state(),
            crowd.workers().stream().filter(each -> !gone.equals(each.id())).toList(),
            crowd.containers(),
            crowd.limits(),
            crowd.cost());
    assertThat(visit.tile(gone.value())).hasCount(0);
    assertThat(tiles).hasCount(4_999);

    visit.find("#instances button:text('Table')").click();
    visit.says("#table-view .pager", "1–50 of 4,999");
    visit.find("#instance-search").fill(crowd.workers().get(3).id().value());
    assertThat(visit.find("#table-view tbody tr")).hasCount(1);
  }

  @Test
  @DisplayName("fits into a window of 360 pixels, with a story and a dialog, too")
  void narrow() {
    management.snapshot = Crowd.of(60, 300, Samples.NOW);
    try (Visit small = browser.visit(address, 360, 740, true)) {
      small.in().within("#containers tbody tr");
      small.within(".plot canvas");
      assertThat(small.wholePageFits()).isTrue();
      small.find("#containers tbody a").first().click();
      small.within("#panel .facts");
      assertThat(small.wholePageFits()).isTrue();
      small.find("#panel [data-key=order-kill]").click();
      small.within("dialog #reason");
      assertThat(small.wholePageFits()).isTrue();
      assertThat(small.complaints).isEmpty();
    }
  }
}
