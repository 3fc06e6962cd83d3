package io.dispatchcloud.server.http;

import io.dispatchcloud.core.DispatchEvent;
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
  private static final int FIGURES = 12;

  @Test
  @DisplayName("are taken light, dark and narrow")
  void pictures() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    DispatcherSnapshot crowd = Crowd.of(420, 6_000, now);
    FakeManagement management = new FakeManagement(crowd);
    try (Site site = new Site(management);
        Browser browser = new Browser()) {
      try (Visit light = browser.visit(site.uri("/"), 1440, 1000, false)) {
        lively(light, management);
        light.picture("page-light");
      }
      try (Visit dark = browser.visit(site.uri("/"), 1440, 1000, true)) {
        lively(dark, management);
        dark.find(".chip[data-kind=atCapacity]").click();
        dark.within("#containers tbody .pill.warn");
        dark.find("#containers tbody .why").first().click();
        dark.within("#panel .cure");
        dark.picture("page-dark");
      }
      try (Visit narrow = browser.visit(site.uri("/"), 360, 740, false)) {
        lively(narrow, management);
        narrow.picture("page-narrow");
      }
    }
  }

  /** Waits until the plots have something to show, while things happen. */
  private static void lively(Visit visit, FakeManagement management) {
    visit.in().within("#containers tbody tr");
    visit.within(".plot canvas");
    String container = Crowd.first(management.snapshot).value();
    for (int i = 0; i < FIGURES; i++) {
      String instance = management.snapshot.workers().get(i).id().value();
      management.tell(Samples.event(DispatchEvent.Kind.CONTAINER_RUNNING, instance, container));
      visit.within("#activity .events li:nth-child(%d)".formatted(i + 1));
    }
  }
}
