package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.config.Secret;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("system")
@DisplayName("The page and its token")
class PageTokenTest {
  private final FakeManagement management = new FakeManagement(Samples.world());
  private Browser browser;
  private Site site;
  private Visit visit;

  @BeforeEach
  void open() throws Exception {
    browser = new Browser();
    site = new Site(management);
    visit = browser.visit(site.uri("/"));
  }

  @AfterEach
  void close() {
    visit.close();
    site.close();
    browser.close();
  }

  @Test
  @DisplayName("says that a token is wrong, keeps the right one in the tab alone, and forgets it")
  void token() {
    visit.signIn("some-other-token-than-that");
    visit.says("#sign-in-problem", "The token is wrong");
    assertThat(visit.page.evaluate("() => sessionStorage.length")).isEqualTo(0);

    visit.in();
    assertThat(visit.page.evaluate("() => Object.values(sessionStorage)"))
        .isEqualTo(List.of(Site.TOKEN));
    assertThat((String) visit.page.evaluate("() => JSON.stringify({...localStorage})"))
        .doesNotContain(Site.TOKEN);
    visit.page.reload();
    visit.within(".connection.live");

    visit.find("#forget").click();
    visit.within("#sign-in");
    assertThat(visit.page.evaluate("() => sessionStorage.length")).isEqualTo(0);
    assertThat(visit.requests).noneMatch(url -> url.contains("token="));
  }

  @Test
  @DisplayName("asks for the token again when the server takes it no more")
  void tokenChanged() throws Exception {
    visit.in();
    int port = site.server.port();
    site.close();
    visit.within(".connection.lost");
    HttpSettings others =
        HttpSettings.of("127.0.0.1:" + port, Secret.of("another-token-for-all"), null);
    try (ManagementServer server =
        ManagementServer.builder(others, CurrentManagement.of(management)).build()) {
      server.start();
      visit.says("#sign-in-problem", "The token is wrong");
      visit.signIn("another-token-for-all").within(".connection.live");
    }
  }
}
