package io.dispatchcloud.server.http;

import io.dispatchcloud.core.DispatcherSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes the pictures of docs/operating-page.md, into target/pictures: somebody looks at them. */
@Tag("system")
@DisplayName("Pictures of the page")
class PagePicturesTest {
  private static final int REFRESHES = 7;

  @Test
  @DisplayName("are taken light, dark and narrow")
  void pictures() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    DispatcherSnapshot crowd = Crowd.of(300, 6_000, now);
    FakeManagement management = new FakeManagement(crowd);
    try (Site site = new Site(CurrentManagement.of(management), each -> each.clock(() -> now));
        Browser browser = new Browser()) {
      try (Visit light = browser.visit(site.uri("/"), 1440, 1000, false)) {
        lively(light);
        light.picture("page-light");
      }
      try (Visit dark = browser.visit(site.uri("/"), 1440, 1000, true)) {
        lively(dark);
        dark.find(".chip[data-kind=atCapacity]").click();
        dark.within("#containers tbody .pill.warn");
        dark.find("#containers tbody .why").first().click();
        dark.within("#panel .cure");
        dark.picture("page-dark");
      }
      try (Visit narrow = browser.visit(site.uri("/"), 360, 740, false)) {
        lively(narrow);
        narrow.picture("page-narrow");
      }
    }
  }

  /**
   * Waits until the plots have something to show: the page asks for its containers every two
   * seconds.
   */
  private static void lively(Visit visit) {
    visit.in().within("#containers tbody tr");
    visit.within(".plot canvas");
    visit.page.mouse().move(0, 0);
    visit.page.waitForCondition(
        () ->
            visit.requests.stream().filter(each -> each.contains("/containers?")).count()
                >= REFRESHES);
  }
}
